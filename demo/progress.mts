/**
 * Tells a waiting person what is going on and for how long: in place on a terminal, one line every few seconds anywhere
 * else (a log file, a build server), so that a long silent step never looks like a hang.
 */
export interface Progress {
	/** Runs one step; `detail` is asked for again each time the step is shown. Its duration is printed at the end. */
	step<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
	/** A line of its own. */
	note(text: string): void;
}

const TERMINAL_INTERVAL_MS = 250;
const LOG_INTERVAL_MS = 5000;

export function createProgress(out: NodeJS.WriteStream = process.stderr): Progress {
	const inPlace = out.isTTY;
	const clear = () => {
		if (inPlace) out.write('\r\u001b[K');
	};
	const note = (text: string) => {
		clear();
		out.write(`${text}\n`);
	};

	async function step<T>(
		title: string,
		work: (detail: (text: string) => void) => Promise<T>,
	): Promise<T> {
		const begun = performance.now();
		let detail = '';
		const line = (mark: string) =>
			`${mark} ${title} ${elapsed(performance.now() - begun)}${detail && ` (${detail})`}`;
		const show = () => {
			if (inPlace) out.write(`\r\u001b[K${line('…')}`.slice(0, out.columns + 3));
			else note(line('…'));
		};
		const timer = setInterval(show, inPlace ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS);
		let mark = '✗';
		try {
			const result = await work((text) => {
				detail = text;
			});
			mark = '✓';
			detail = '';
			return result;
		} finally {
			clearInterval(timer);
			note(line(mark));
		}
	}

	return { step, note };
}

/** Says nothing: for programs whose own report is the output, such as tests. */
export const silent: Progress = {
	step: async (_title, work) => work(() => undefined),
	note: () => undefined,
};

/** Milliseconds as "m:ss". */
function elapsed(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
