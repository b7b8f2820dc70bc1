import { notesOnSids, readAdSidPath, readMatching } from './desktopsFrom';
import { Parameters } from './parameters';
import { connect, type Operation, refusedOutcomes, type Result } from './run';
import { adSidField, itemFields, matchByField } from './sharedFields';
import type { ListingRefusal } from '../desktops/desktopPages';
import { type ComparedRow, findDesktops, rowsAsNamed } from '../desktops/findDesktops';
import type { Row } from '../desktops/targets';
import { stopErrorFrom } from '../output/outputItem';
import { planItems, planStatus, planSummary } from '../output/planItems';
import { itemsPerDesktop } from '../output/updateItems';
import { inSlices } from '../runtime/eventLoop';

/**
 * Compare SIDs: find the desktops of the items, compare the SID of each with the one in AD, present the plan. Read-only.
 * Items that cannot be matched or compared are findings and stay in the output; only a list that cannot be read is a failure.
 */
export const compareSids: Operation = {
	value: 'compareSids',
	name: 'Compare SIDs',
	action: 'Compare desktop SIDs with AD',
	description:
		'Find out which desktops have another SID than their computer account, without changing anything',
	toolDescription:
		'Find out which Huawei Cloud Workspace desktops have another SID than their computer account in Active Directory. It only reads and changes nothing.',
	fields: [
		matchByField({}),
		...itemFields({}),
		adSidField({}),
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
					description: 'Only desktops whose SID differs: the input for Update SIDs',
				},
			],
			default: 'all',
			description: 'Which results to return',
		},
	],
	async execute(context, items) {
		const parameters = new Parameters(context);
		const fields = {
			...readMatching(parameters, items),
			adSid: readAdSidPath(parameters),
			needsList: true,
		};
		const driftedOnly = parameters.choice('return', RETURN) === 'drifted';
		const { problem } = parameters;
		const refuse = async (refusal: ListingRefusal) =>
			refused(await rowsAsNamed(items, fields), refusal);
		if (problem !== undefined) return await refuse({ kind: 'refused', message: problem });
		const connection = await connect(context);
		if (connection.kind === 'refused') return await refuse(connection);
		const found = await findDesktops(connection.api, items, fields);
		return found.kind === 'refused'
			? await refuse(found)
			: planOf(found.rows, notesOnSids(items, fields.adSid, found.itemsWithAdSid), driftedOnly);
	},
};

const RETURN = { label: 'Return', words: ['all', 'drifted'] } as const;

function planOf(
	rows: readonly ComparedRow[],
	notes: readonly string[],
	driftedOnly: boolean,
): Result {
	const shown = driftedOnly ? rows.filter((row) => planStatus(row) === 'drifted') : rows;
	return {
		stop: undefined,
		hint: planSummary(rows, notes),
		items: async () => await inSlices(shown, planItems),
	};
}

function refused(rows: readonly Row[], refusal: ListingRefusal): Result {
	const outcomes = refusedOutcomes(rows, refusal);
	return {
		stop: stopErrorFrom(refusal.message),
		hint: { message: refusal.message, type: 'warning' },
		items: async () => await inSlices(outcomes, (slice) => itemsPerDesktop(slice)),
	};
}
