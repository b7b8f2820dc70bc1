import type { INodeProperties } from 'n8n-workflow';

import { adSidField, itemFields, matchByField } from './matching.fields';

const SHOW = { operation: ['compareSids'] };

export const compareSidsFields: INodeProperties[] = [
	matchByField(SHOW),
	...itemFields(SHOW),
	adSidField(SHOW),
	{
		displayName: 'Return',
		name: 'return',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All Items',
				value: 'all',
				description: 'One result for each input item',
			},
			{
				name: 'Drifted Only',
				value: 'drifted',
				description: 'Only desktops whose SID differs: what Update SIDs is to be given',
			},
		],
		default: 'all',
		description: 'Which results to return',
		displayOptions: { show: SHOW },
	},
];
