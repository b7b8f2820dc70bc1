/** One unusable item between two good ones: it is named, the good ones are updated, and nothing is lost or changed. */
import type { IDataObject } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { frozen } from './support/frozen.mts';
import { tokenCredential } from './support/run.mts';

const GOOD = manyDesktops(2, { drifted: 1 }).map(({ desktop_id }) => desktop_id);
const BEGIN = Date.now();
const ITEMS_FIELD = 'Item 1: the field "desktop_id"';
const ONE_PIECE =
	"A desktop ID is one piece of text, such as 01234567-89ab-cdef-0123-456789abcdef. Check the value, and 'Desktop ID Field'.";
const EMPTY_ITEM =
	"the item is empty. If a node before this one has 'Always Output Data' on, that node found nothing. Otherwise put a node that gives desktops before this one, or set 'Desktops From' to 'One Desktop'.";
const OTHERS =
	"The others: 2 accepted.\nTo get the result of each desktop, set 'On Error' under Settings to 'Continue'.";

let simulator: Simulator;

beforeAll(async () => {
	// The clock stands still, so that no task ends while the table is gone through.
	const desktops = manyDesktops(2, { drifted: 1 });
	simulator = await startSimulator({ desktops, now: () => BEGIN });
});

afterAll(async () => {
	await simulator.close();
});

beforeEach(() => {
	simulator.journal.clear();
});

interface BadItem {
	item: string;
	json: unknown;
	says: string;
}

const value = (item: string, desktop_id: unknown, reason: string): BadItem => ({
	item,
	json: { desktop_id },
	says: `${ITEMS_FIELD} ${reason}. ${ONE_PIECE}`,
});

const BAD_ITEMS: readonly BadItem[] = [
	{
		item: 'without the field',
		json: { computer_name: 'PC-1', Desktop_ID: 'x' },
		says: `${ITEMS_FIELD} is missing. Upper and lower case count, and the item has the field "Desktop_ID". Fields of the item: computer_name, Desktop_ID.`,
	},
	{
		item: 'without any field',
		json: {},
		says: `Item 1: ${EMPTY_ITEM}`,
	},
	...[
		['text', { error: 'Connection refused' }, ': "Connection refused"'],
		['text and message', { error: 'Bad', message: 'Request failed' }, ': "Bad"'],
		['an object', { error: { message: 'No LDAP' }, message: 'x' }, ': "No LDAP"'],
		['details', { error: true, details: {} }, ''],
		['long text', { error: 'x'.repeat(5000) }, `: "${'x'.repeat(200)}"`],
	].map(([kind, json, said]) => ({
		item: `that is an error of the node before: ${String(kind)}`,
		json,
		says: `Item 1: the item is an error of the node before this one${String(said)}. Check that node.`,
	})),
	{
		item: 'with nine fields, one of a very long name',
		json: { ['n'.repeat(60)]: 1, a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1 },
		says: `${ITEMS_FIELD} is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: ${'n'.repeat(40)}…, a, b, c, d, e, f, g, ….`,
	},
	{
		item: 'with the field in its prototype only',
		json: JSON.parse('{"__proto__":{"desktop_id":"48f3531f-6cde-49c7-8756-7f697a41241a"}}'),
		says: `${ITEMS_FIELD} is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: __proto__.`,
	},
	value('null', null, 'is empty'),
	value('an empty text', '', 'is empty'),
	value('white space', ' \t\n\u00a0 ', 'is empty'),
	value('a number', 4711, 'is a number instead of text'),
	value('a boolean', true, 'is a boolean instead of text'),
	value('an object', { id: 'x' }, 'is an object instead of text'),
	value('an empty array', [], 'is empty'),
	value('an array of a number', [4711], 'is a number instead of text'),
	value('a nested array', [['x']], 'is a nested list instead of text'),
	value('an array of null', [null], 'is null instead of text'),
	value('an array of two', ['one', 'two'], 'holds 2 values instead of one'),
	value('256 characters', 'x'.repeat(256), 'has 256 characters; a desktop ID has at most 255'),
	value(
		'10 MB of text',
		'x'.repeat(10 * 1024 * 1024),
		'has 10485760 characters; a desktop ID has at most 255',
	),
	value('a space inside', '48f3531f 6cde', 'holds spaces or control characters inside'),
	value('a control character', '48f3531f\u0000', 'holds spaces or control characters inside'),
	value('an escape sequence', '\u001b[31mred', 'holds spaces or control characters inside'),
	value('half a surrogate pair', '48f3531f\ud800', 'holds spaces or control characters inside'),
	value('a zero-width space', '48f3\u200b531f', 'holds spaces or control characters inside'),
];

describe.each(BAD_ITEMS)('an item: $item', ({ json, says }) => {
	const items = frozen([{ desktop_id: GOOD[0] }, json, { desktop_id: GOOD[1] }]) as IDataObject[];
	const run = async (onError: 'continueRegularOutput' | 'continueErrorOutput' | 'stopWorkflow') =>
		await runNode({
			items,
			credential: tokenCredential(simulator),
			parameters: { output: 'perDesktop', matchBy: 'desktopId' },
			onError,
		});
	const before = structuredClone(items);
	const sent = () => simulator.journal.entries.map(({ desktopIds }) => desktopIds);

	it('is invalid on the output, and the others are sent', async () => {
		const { output, input } = await run('continueRegularOutput');
		expect(output.map((item) => [item.json.status, item.pairedItem])).toStrictEqual([
			['accepted', { item: 0 }],
			['invalid', { item: 1 }],
			['accepted', { item: 2 }],
		]);
		expect(output[1]?.json).toStrictEqual({ status: 'invalid', message: says, error: says });
		expect(sent()).toStrictEqual([GOOD]);
		expect(input.map((item) => item.json)).toStrictEqual(before);
	});

	it('leaves through the error branch beside its own fields', async () => {
		const { success, failed, input } = await run('continueErrorOutput');
		expect(success.map((item) => item.json.status)).toStrictEqual(['accepted', 'accepted']);
		const error = { status: 'invalid', message: says, error: says };
		expect(failed.map((item) => item.json)).toStrictEqual([{ ...before[1], error, message: says }]);
		expect(input.map((item) => item.json)).toStrictEqual(before);
	});

	it('stops the workflow by its number, after the others were sent', async () => {
		const { error } = await run('stopWorkflow');
		expect(error?.message).toBe('1 of 3 desktops was not updated');
		expect(error?.description).toBe(`• ${says}\n${OTHERS}`);
		expect(sent()).toStrictEqual([GOOD]);
	});
});

describe('items that only look like an error or like nothing', () => {
	it.each([
		['an error beside other fields', { error: 'x', cn: 'PC' }],
		['an empty error', { error: '' }],
		['no error', { message: 'x' }],
	])('%s', async (_, json) => {
		const { error } = await runNode({ items: [json], credential: tokenCredential(simulator) });
		expect(error?.message).toBe('The item names no desktop');
		expect(error?.description).toMatch(
			/^Item 0: no desktop ID in desktop_id .* Fields of the item: /,
		);
	});
});

describe('values that look odd and are usable', () => {
	it.each([
		['spaces around the text', `  ${String(GOOD[0])}\n`],
		['an array of one', [GOOD[0]]],
		['an array of one with spaces', [` ${String(GOOD[0])} `]],
	])('%s', async (_, desktop_id) => {
		const { output } = await runNode({
			items: [{ desktop_id: desktop_id as never }],
			credential: tokenCredential(simulator),
			parameters: { output: 'perDesktop' },
		});
		expect(output[0]?.json.desktop_id).toBe(GOOD[0]);
		expect(simulator.journal.entries[0]?.desktopIds).toStrictEqual([GOOD[0]]);
	});

	it.each(['x'.repeat(255), '__proto__', 'constructor'])(
		'%s goes to the service, which knows best',
		async (desktop_id) => {
			const { output } = await runNode({
				items: [{ desktop_id }],
				credential: tokenCredential(simulator),
				parameters: { output: 'perDesktop' },
				onError: 'continueRegularOutput',
			});
			expect(output[0]?.json).toMatchObject({ desktop_id, status: 'notFound', status_code: 400 });
		},
	);
});

describe('items of nothing', () => {
	it.each(['items', 'list'])('zero items make zero requests and zero items (%s)', async (from) => {
		const { output, error } = await runNode({
			items: [],
			credential: tokenCredential(simulator),
			parameters: { desktopsFrom: from, desktopIds: String(GOOD[0]) },
		});
		expect(error).toBeUndefined();
		expect(output).toStrictEqual([]);
		expect(simulator.journal.entries).toStrictEqual([]);
	});
});
