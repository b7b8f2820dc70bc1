import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	NodeOperationError,
} from 'n8n-workflow';

import { compareSids, compareSidsFields } from './operations/compareSids.operation';
import { getManyFields } from './operations/getMany.fields';
import { getMany } from './operations/getMany.operation';
import { getTask, getTaskFields } from './operations/getTask.operation';
import { searchDesktops } from './operations/searchDesktops';
import { toolDescriptionFields } from './operations/sharedFields';
import { updateSidsFields } from './operations/updateSids.fields';
import { updateSids } from './operations/updateSids.operation';

type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const OPERATIONS = new Map<string, Operation>([
	['compareSids', compareSids],
	['getMany', getMany],
	['getTask', getTask],
	['updateSids', updateSids],
]);

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
		// "Update SIDs by name": short enough for the canvas, which cuts longer ones off.
		subtitle:
			'={{ ({ compareSids: "Compare SIDs", getMany: "Get Many", getTask: "Get Task", updateSids: "Update SIDs" })[$parameter["operation"]] + ({ computerName: " by name", desktopId: " by ID" }[$parameter["desktopsFrom"] === "one" ? "" : $parameter["matchBy"]] || "") }}',
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
						name: 'Compare SIDs',
						value: 'compareSids',
						description:
							'Find out which desktops have another SID than their computer account, without changing anything',
						action: 'Compare SID of desktops',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						description: 'List desktops with their SIDs',
						action: 'Get many desktops',
					},
					{
						name: 'Get Task',
						value: 'getTask',
						description: 'Find out what became of an accepted update, desktop by desktop',
						action: 'Get task of an update',
					},
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
			...toolDescriptionFields,
			...updateSidsFields,
			...compareSidsFields,
			...getManyFields,
			...getTaskFields,
		],
	};

	methods = { listSearch: { searchDesktops } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = OPERATIONS.get(this.getNodeParameter('operation', 0, 'updateSids') as string);
		if (operation === undefined) {
			throw new NodeOperationError(this.getNode(), 'Choose an operation of this node.');
		}
		return [await operation(this)];
	}
}
