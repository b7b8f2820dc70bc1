import type { INodeProperties } from 'n8n-workflow';

import { OPTIONS } from './updateSids.options';

/** Where the desktops come from: the fields that Update SIDs shows above its options. */
const FIELDS: INodeProperties[] = [
	{
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
				description: 'The desktop IDs are given once, as a list: for expressions and AI agents',
			},
		],
		default: 'items',
		description: 'Where the desktops to update come from',
	},
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
		displayOptions: { show: { desktopsFrom: ['items'] } },
	},
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
		displayOptions: { show: { desktopsFrom: ['list'] } },
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
];

export const updateSidsFields: INodeProperties[] = [...FIELDS, OPTIONS].map((field) => ({
	...field,
	displayOptions: {
		...field.displayOptions,
		show: { operation: ['updateSids'], ...field.displayOptions?.show },
	},
}));
