import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { updateSidsFields } from './operations/updateSids.fields';
import { updateSids } from './operations/updateSids.operation';

/** What the editor shows; the work is done in `operations/`. */
export class DesktopSid implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Huawei Cloud Desktop SID',
		name: 'desktopSid',
		icon: {
			light: 'file:../../icons/desktopSid.svg',
			dark: 'file:../../icons/desktopSid.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ { updateSids: "Update SIDs" }[$parameter["operation"]] }}',
		description:
			'Make the SIDs of Huawei Cloud Workspace desktops equal to those in Active Directory',
		defaults: { name: 'Huawei Cloud Desktop SID' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'huaweiCloudWorkspaceApi', required: true }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Update SIDs',
						value: 'updateSids',
						description:
							'Repair desktops that fell out of the domain because their computer account got a new SID',
						action: 'Update SID of desktops',
					},
				],
				default: 'updateSids',
			},
			...updateSidsFields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await updateSids(this)];
	}
}
