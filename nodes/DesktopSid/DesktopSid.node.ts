import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	NodeOperationError,
} from 'n8n-workflow';

import { compareSids } from './operations/compareSids.operation';
import { getMany } from './operations/getMany.operation';
import { getTask } from './operations/getTask.operation';
import { rejoinDomain } from './operations/rejoinDomain.operation';
import { run } from './operations/run';
import { searchDesktops } from './operations/searchDesktops';
import { fieldsOf } from './operations/sharedFields';
import { updateSids } from './operations/updateSids.operation';

/** In alphabetical order, as n8n's guidelines ask. */
const OPERATIONS = [compareSids, getMany, getTask, rejoinDomain, updateSids];

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
			'={{ ({ compareSids: "Compare SIDs", getMany: "Get Many", getTask: "Get Task", rejoinDomain: "Rejoin Domain", updateSids: "Update SIDs" })[$parameter["operation"]] + ({ computerName: " by name", desktopId: " by ID" }[$parameter["desktopsFrom"] === "one" ? "" : $parameter["matchBy"]] || "") }}',
		description:
			'Make the SIDs of Huawei Cloud Workspace desktops equal to those in Active Directory',
		defaults: { name: 'Huawei Cloud Desktop SID' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Repairs Windows desktops of Huawei Cloud Workspace (VDI) whose computer account in Active Directory got a new SID. Takes the result of an LDAP search without any setting. To see what would change, use Compare SIDs before Update SIDs. Rejoin Domain is for desktops that a new SID did not bring back.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-base.ldap',
					relationHint:
						'Finds the computer accounts: search with the attributes sAMAccountName and objectSid, in exactly this spelling',
				},
				{
					nodeType: 'n8n-nodes-base.scheduleTrigger',
					relationHint: 'Starts a nightly repair',
				},
				{
					nodeType: 'n8n-nodes-base.emailSend',
					relationHint: 'Reports what was updated and what needs attention',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'huaweiCloudWorkspaceApi', required: true }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: OPERATIONS.map(({ name, value, action, description }) => ({
					name,
					value,
					action,
					description,
				})),
				default: 'updateSids',
			},
			...OPERATIONS.flatMap(fieldsOf),
		],
	};

	methods = { listSearch: { searchDesktops } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const chosen: unknown = this.getNodeParameter('operation', 0, updateSids.value);
		const operation = OPERATIONS.find(({ value }) => value === chosen);
		if (operation === undefined) {
			throw new NodeOperationError(this.getNode(), 'Choose an operation of this node.');
		}
		return [await run(this, operation)];
	}
}
