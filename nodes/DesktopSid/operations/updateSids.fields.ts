import type { INodeProperties } from 'n8n-workflow';

import {
	adSidField,
	itemFields,
	matchByField,
	matchListByFields,
	NO_TOOL,
	TOOL,
} from './sharedFields';
import { OPTIONS } from './updateSids.options';

const FROM_ITEMS = { desktopsFrom: ['items'] };
const FROM_LIST = { desktopsFrom: ['list'] };

/** An AI agent has no input items, so as its tool the node starts with a list. */
function desktopsFrom(byDefault: 'items' | 'list', show: typeof TOOL): INodeProperties {
	return {
		displayName: 'Desktops From',
		name: 'desktopsFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Input Items',
				value: 'items',
				description:
					'Each input item names one desktop; all items are handled in one run, in batches',
			},
			{
				name: 'Defined Below',
				value: 'list',
				description:
					'IDs or computer names are given once, as a list: for expressions and AI agents',
			},
			{
				name: 'One Desktop',
				value: 'one',
				description: 'A single desktop, picked by its name from the list of all desktops',
			},
		],
		default: byDefault,
		description: 'Where the desktops to update come from',
		displayOptions: { show },
	};
}

/** The fields of Update SIDs in the order of the panel: which desktops, what to do, what to give out. */
export const updateSidsFields: INodeProperties[] = [
	desktopsFrom('items', NO_TOOL),
	desktopsFrom('list', TOOL),
	matchByField(FROM_ITEMS),
	...matchListByFields(FROM_LIST),
	...itemFields(FROM_ITEMS),
	{
		displayName: 'Desktop IDs',
		name: 'desktopIds',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'e.g. 48f3531f-6cde-49c7-8756-7f697a41241a, 9c1e…',
		description:
			'IDs of the desktops, separated by commas or line ends, or an expression that gives a list. Read once, not for each item.',
		// n8n keeps the word for items if the list is chosen afterwards.
		displayOptions: { show: { ...FROM_LIST, matchBy: ['auto', 'desktopId'] } },
	},
	{
		displayName: 'Computer Names',
		name: 'computerNames',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'e.g. FIN-01, FIN-02',
		description:
			'Names of the computers, separated by commas or line ends, or an expression that gives a list. Read once, not for each item. Case, a $ at the end and the domain do not matter.',
		displayOptions: { show: { ...FROM_LIST, matchBy: ['computerName'] } },
	},
	{
		displayName: 'Desktop',
		name: 'desktop',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The desktop to update',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a desktop…',
				typeOptions: { searchListMethod: 'searchDesktops', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 48f3531f-6cde-49c7-8756-7f697a41241a',
			},
		],
		displayOptions: { show: { desktopsFrom: ['one'] } },
	},
	{
		displayName: 'Skip in Sync',
		name: 'skipInSync',
		type: 'boolean',
		default: true,
		description:
			'Whether to leave out desktops whose SID already equals the one in Active Directory. Items without a SID of AD are sent.',
		displayOptions: { show: FROM_ITEMS },
	},
	adSidField({ ...FROM_ITEMS, skipInSync: [true] }),
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until the service has carried the updates out, and report what became of each desktop',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'One Item per Desktop',
				value: 'perDesktop',
				description:
					'Each input item gets its own result: for reports, and to branch desktop by desktop',
			},
			{
				name: 'One Item per Response Status',
				value: 'perStatus',
				description:
					'Desktops with the same result are listed together: short, and the same for any number',
			},
		],
		default: 'perStatus',
		description: 'How results are grouped',
	},
	OPTIONS,
];
