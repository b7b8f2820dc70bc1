import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { computerNameFilter, poolFilter } from './operations/sharedFields';
import { pollDomain } from './operations/watchDomain';

/** What the editor shows; the work is done in `operations/`. */
export class DesktopSidTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Huawei Cloud Desktop SID Trigger',
		name: 'desktopSidTrigger',
		icon: {
			light: 'file:../../icons/desktopSidTrigger.svg',
			dark: 'file:../../icons/desktopSidTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["events"].map((event) => ({ leftDomain: "Left Domain", backInDomain: "Is Back" })[event]).join(", ") }}',
		description:
			// In the list of nodes, n8n shows this text for node and trigger together.
			'Update the SIDs of Huawei Cloud Workspace desktops that lost their Active Directory domain trust, or start a workflow when one leaves its domain',
		eventTriggerDescription: 'Waiting for a desktop to leave its domain',
		defaults: { name: 'Huawei Cloud Desktop SID Trigger' },
		builderHint: {
			searchHint:
				'Starts a workflow when a Windows desktop of Huawei Cloud Workspace (VDI) loses its domain trust. Needs no Active Directory. Its items go into Update SIDs of Huawei Cloud Desktop SID without any setting.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-huaweicloud-workspace.desktopSid',
					relationHint: 'Repairs the desktops: Update SIDs with Verify',
				},
			],
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'huaweiCloudWorkspaceApi', required: true }],
		properties: [
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				options: [
					{
						name: 'Desktop Is Back in Domain',
						value: 'backInDomain',
						description: 'A desktop that had left is in its domain again',
					},
					{
						name: 'Desktop Left Domain',
						value: 'leftDomain',
						description: 'The service reports that a desktop is out of its domain',
					},
				],
				default: ['leftDomain'],
				description: 'What starts the workflow',
			},
			{
				displayName: 'Include Already Out',
				name: 'includeAlreadyOut',
				type: 'boolean',
				default: true,
				description:
					'Whether the first poll reports the desktops that are out of their domain already',
				displayOptions: { show: { events: ['leftDomain'] } },
			},
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [computerNameFilter, poolFilter],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollDomain(this);
	}
}
