import type { INodeProperties } from 'n8n-workflow';

export const getTaskFields: INodeProperties[] = [
	{
		displayName: 'Job ID',
		name: 'jobId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.job_id }}',
		description:
			'ID of the task, from the field job_id or job_ids of an accepted update. Several IDs are separated by commas, or given as a list by an expression.',
		displayOptions: { show: { operation: ['getTask'] } },
	},
];
