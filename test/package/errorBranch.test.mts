/** What both READMEs print as an item of the error output, beside what the node emits there. */
import type { IDataObject } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator } from '../../simulator/simulator.mts';
import { runNode } from '../workflow/support/engine.mts';
import { tokenCredential } from '../workflow/support/run.mts';
import { READMES, readGuide } from './support/markdown.mts';

const INPUT = { room: 'B 12', owner: 'finance' };

/** The item of a desktop whose SID cannot be updated, as the node behind the error output gets it. */
async function refusedItem(): Promise<IDataObject> {
	const desktops = manyDesktops(1, { drifted: 1 }).map((each) => ({
		...each,
		os: 'Linux' as const,
	}));
	const simulator = await startSimulator({ desktops });
	try {
		const { failed } = await runNode({
			items: desktops.map(({ desktop_id }) => ({ desktop_id, ...INPUT })),
			parameters: { output: 'perDesktop' },
			credential: tokenCredential(simulator),
			onError: 'continueErrorOutput',
		});
		expect(failed).toHaveLength(1);
		return failed[0]?.json ?? {};
	} finally {
		await simulator.close();
	}
}

describe.each(READMES)('the item of the error output in %s', (path) => {
	let printed: IDataObject;
	let emitted: IDataObject;

	beforeAll(async () => {
		const { code } = await readGuide(path);
		const block = code.find(
			({ language, text }) => language === 'json' && /^{\s+"error"/.test(text),
		);
		printed = JSON.parse(block?.text ?? '{}') as IDataObject;
		emitted = await refusedItem();
	});

	it('has the two keys that n8n routes by, and beside them the fields of the input', () => {
		expect(Object.keys(printed)).toStrictEqual(['error', 'message']);
		expect(emitted).toMatchObject(INPUT);
	});

	it('has the fields that the node emits, in its order', () => {
		expect(Object.keys(printed.error ?? {})).toStrictEqual(Object.keys(emitted.error ?? {}));
	});

	it('has their values, where it gives any, and the beginning of its message', () => {
		const given = Object.entries(printed.error ?? {}).filter(([, value]) => value !== '…');
		expect(given.length).toBeGreaterThan(0);
		expect(emitted.error).toMatchObject(Object.fromEntries(given));
		const [beginning = ''] = String(printed.message).split('…');
		expect(beginning).not.toBe('');
		expect(emitted.message).toContain(beginning);
	});
});
