import type { INodeProperties } from 'n8n-workflow';

export const getManyFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Computer Name',
				name: 'computerName',
				type: 'string',
				default: '',
				placeholder: 'e.g. FIN-01',
				description: 'Name of the desktop in Workspace, compared by the service',
			},
			{
				displayName: 'Desktop Type',
				name: 'desktopType',
				type: 'options',
				options: [
					{ name: 'Dedicated', value: 'DEDICATED' },
					{ name: 'Shared', value: 'SHARED' },
				],
				default: 'DEDICATED',
				description: 'Whether a desktop belongs to one user or is shared by several',
			},
			{
				displayName: 'Pool ID',
				name: 'poolId',
				type: 'string',
				default: '',
				description: 'ID of a desktop pool; several are separated by commas',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Active', value: 'ACTIVE' },
					{ name: 'Faulty', value: 'ERROR' },
					{ name: 'Hibernated', value: 'HIBERNATED' },
					{ name: 'Stopped', value: 'SHUTOFF' },
				],
				default: 'ACTIVE',
				description: 'Running state of the desktop',
			},
		],
	},
];
