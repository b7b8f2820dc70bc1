import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from './run';
import { AD_SID_FIELD } from '../desktops/compareSid';

const BY_NAME_OR_ID = [
	{
		name: 'Computer Name',
		value: 'computerName',
		description:
			'Names of computers, as people write them or the LDAP node gives them; the desktops are looked up',
	},
	{
		name: 'Desktop ID',
		value: 'desktopId',
		description: 'IDs of desktops, as Get Many and the console show them',
	},
];

const MATCH_BY: INodeProperties = {
	displayName: 'Match By',
	name: 'matchBy',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Automatic',
			value: 'auto',
			description:
				'Each item decides: the ID in desktop_id, else the name in sAMAccountName, computer_name or dNSHostName',
		},
		...BY_NAME_OR_ID,
	],
	default: 'auto',
	description: 'How desktops are identified',
};

/** A list says nothing of what it holds, so there is nothing to decide by. */
const MATCH_LIST_BY: INodeProperties = {
	...MATCH_BY,
	options: BY_NAME_OR_ID,
	default: 'desktopId',
};

/** Which field of an item holds what names its desktop. */
const FIELD_NAMES: INodeProperties[] = [
	{
		displayName: 'Desktop ID Field',
		name: 'desktopIdField',
		type: 'string',
		requiresDataPath: 'single',
		default: 'desktop_id',
		required: true,
		placeholder: 'e.g. desktop_id',
		description:
			'Name of the field that holds the desktop ID in each input item. Enter the name, not a value; fields inside fields are written attributes.desktop_id.',
		displayOptions: { show: { matchBy: ['desktopId'] } },
	},
	{
		displayName: 'Computer Name Field',
		name: 'computerNameField',
		type: 'string',
		requiresDataPath: 'single',
		default: 'sAMAccountName',
		required: true,
		placeholder: 'e.g. sAMAccountName',
		description:
			'Name of the field that holds the computer name in each input item: sAMAccountName, dNSHostName, DOMAIN\\NAME or a plain name. Case, a $ at the end and the domain do not matter.',
		displayOptions: { show: { matchBy: ['computerName'] } },
	},
];

const AD_SID: INodeProperties = {
	displayName: 'AD SID Field',
	name: 'adSidField',
	type: 'string',
	requiresDataPath: 'single',
	default: AD_SID_FIELD,
	required: true,
	placeholder: 'e.g. objectSid',
	description:
		'Name of the field that holds the SID of the computer account in each input item: as S-1-… text, hex, base64, bytes, or as PowerShell gives it. Left at objectSid, what Compare SIDs and PowerShell give is found as well.',
};

type Show = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

/** How items identify desktops, with the conditions that `show` names. */
export function matchByField(show: Show): INodeProperties {
	return shownWith(MATCH_BY, show);
}

/**
 * How the entries of a list identify desktops, likewise. People paste IDs, language models know names.
 *
 * n8n gives the tool's own properties to the editor only, not to a run, so two fields with a condition stand for two defaults.
 */
export function matchListByFields(show: Show): INodeProperties[] {
	return [
		shownWith(MATCH_LIST_BY, { ...show, ...NO_TOOL }),
		shownWith({ ...MATCH_LIST_BY, default: 'computerName' }, { ...show, ...TOOL }),
	];
}

/** Shown only on a node that serves an AI agent, or only on any other. */
export const TOOL = { '@tool': [true] };
export const NO_TOOL = { '@tool': [false] };

/** The fields from item to desktop, likewise. */
export function itemFields(show: Show): INodeProperties[] {
	return FIELD_NAMES.map((field) => shownWith(field, show));
}

/** The field with the SID of AD, likewise. */
export function adSidField(show: Show): INodeProperties {
	return shownWith(AD_SID, show);
}

export const FROM_ITEMS = { desktopsFrom: ['items'] };
const FROM_LIST = { desktopsFrom: ['list'] };

/** An AI agent has no input items, so as its tool the node starts with a list. */
function desktopsFromField(byDefault: 'items' | 'list', show: typeof TOOL): INodeProperties {
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
					'IDs or computer names are given once, as a list: typed, pasted, or by an expression or AI agent',
			},
			{
				name: 'One Desktop',
				value: 'one',
				description: 'A single desktop, picked by its name from the list of all desktops',
			},
		],
		default: byDefault,
		description: 'Where the desktops come from',
		displayOptions: { show },
	};
}

/** Which desktops an operation is about: input items, a list, or one that is picked. */
export const desktopsFields: INodeProperties[] = [
	desktopsFromField('items', NO_TOOL),
	desktopsFromField('list', TOOL),
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
			'IDs of the desktops, separated by commas, semicolons or line breaks, or an expression that gives a list. Read once, not for each item.',
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
			'Names of the computers, separated by commas, semicolons or line breaks, or an expression that gives a list. Read once, not for each item. Case, a $ at the end and the domain do not matter.',
		displayOptions: { show: { ...FROM_LIST, matchBy: ['computerName'] } },
	},
	{
		displayName: 'Desktop',
		name: 'desktop',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'Choose it from the list, or enter its ID',
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
];

/** Filters of Get Many and of the trigger. */
export const computerNameFilter: INodeProperties = {
	displayName: 'Computer Name',
	name: 'computerName',
	type: 'string',
	default: '',
	placeholder: 'e.g. FIN-01',
	description: 'Whole name of the desktop. Case, a $ at the end and the domain do not matter.',
};
export const poolFilter: INodeProperties = {
	displayName: 'Pool ID',
	name: 'poolId',
	type: 'string',
	default: '',
	description: 'ID of a desktop pool; several are separated by commas',
};

/** What an operation gives out; the first is the default. */
export function outputField(byDefault: 'perStatus' | 'perDesktop'): INodeProperties {
	return {
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
		default: byDefault,
		description: 'How results are grouped',
	};
}

/** All that the panel shows with an operation. */
export function fieldsOf({ value, fields, toolDescription }: Operation): INodeProperties[] {
	const show = { operation: [value] };
	return [toolDescriptionField(toolDescription), ...fields].map((field) => shownWith(field, show));
}

function shownWith(field: INodeProperties, show: Show): INodeProperties {
	return { ...field, displayOptions: { show: { ...show, ...field.displayOptions?.show } } };
}

/**
 * What an AI agent reads about the tool. n8n derives such a text only for nodes with a resource; without this one, an agent
 * would read of every operation that it changes SIDs. Shown only if the node is a tool.
 */
function toolDescriptionField(text: string): INodeProperties {
	return {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		default: text,
		required: true,
		description:
			'What the AI agent reads about this tool. Say also when it is to be used, and when not.',
		displayOptions: { show: TOOL },
	};
}
