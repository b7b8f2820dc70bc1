import type { INodeProperties } from 'n8n-workflow';

/**
 * What an AI agent is told that the tool does. n8n derives such a text only for nodes with a resource; without these, an agent would
 * be told of every operation that it changes SIDs.
 */
const TEXTS = {
	updateSids:
		'Update the SIDs of Huawei Cloud Workspace desktops to those of their computer accounts in Active Directory. This repairs desktops that fell out of the domain. It changes desktops: call it once, with all desktops that are meant. The answer lists the desktops by status; "accepted" means that a task is still at work.',
	compareSids:
		'Find out which Huawei Cloud Workspace desktops have another SID than their computer account in Active Directory. It only reads and changes nothing.',
	getMany:
		'List Huawei Cloud Workspace desktops with ID, computer name, SID, running state and user. It only reads and changes nothing.',
	getTask:
		'Find out what became of an accepted update of SIDs, desktop by desktop, by the ID of its task (job_ids of the update). It only reads and changes nothing.',
} as const;

/** One field for each operation, shown only where the node is a tool, so that each has its own default. */
export const toolDescriptionFields: INodeProperties[] = Object.entries(TEXTS).map(
	([operation, text]) => ({
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		default: text,
		required: true,
		description:
			'What the AI agent is told that this tool does. Say also when it is to be used, and when not.',
		displayOptions: { show: { '@tool': [true], operation: [operation] } },
	}),
);
