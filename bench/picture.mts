/** The picture for the README: how long 10 000 and 100 000 desktops take, one bar each. Reads well on light and dark pages. */
import { CONTENDERS } from './cases.mts';
import type { Contender } from './cases.mts';
import type { Surroundings } from './machine.mts';
import { duration } from './markdown.mts';
import { causeOfDeath, typical } from './results.mts';
import type { Result } from './results.mts';

const SHOWN: Contender[] = ['perStatus', 'perDesktop', 'onePerItem', 'batching', 'byHand', 'floor'];
const WIDTH = 860;
const LABELS = 300;
const VALUES = 130;
const ROW = 26;
const BAR = 16;
const HEAD = 44;
const GAP = 18;
const FOOT = 34;

export function picture(results: Result[], { date, n8n, machine }: Surroundings): string {
	const panels = [10_000, 100_000]
		.map((items) => results.filter((one) => isShown(one, items)))
		.filter((panel) => panel.length > 0);
	const heights = panels.map((panel) => HEAD + panel.length * ROW + GAP);
	const tops = heights.map((_, index) => heights.slice(0, index).reduce((a, b) => a + b, 0));
	const height = heights.reduce((a, b) => a + b, 0) + FOOT;
	const drawn = panels.map((panel, index) => drawPanel(panel, tops[index] ?? 0));
	const foot = `n8n ${n8n}, an endpoint on the same machine that answers at once; ${machine}; ${date}`;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" height="${String(height)}" role="img" aria-label="Time to update the SIDs of desktops">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; font-size: 15px; }
.note { font-size: 11px; fill: #6e7781; }
.ours { fill: #c7000b; }
.other { fill: #8c959f; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .note { fill: #8b949e; } .other { fill: #6e7681; } }
</style>
${drawn.join('\n')}
<text class="note" x="8" y="${String(height - 12)}">${escaped(foot)}</text>
</svg>
`;
}

function isShown({ theme, contender, items, signed }: Result, wanted: number): boolean {
	return theme === 'plain' && items === wanted && !signed && SHOWN.includes(contender);
}

function drawPanel(panel: Result[], top: number): string {
	const longest = Math.max(...panel.map((result) => typical(result, 'nodeMs') ?? 0));
	const items = panel[0]?.items ?? 0;
	const title = `Updating the SIDs of ${items.toLocaleString('en').replaceAll(',', ' ')} desktops`;
	const rows = panel.map((result, index) => {
		const y = top + HEAD + index * ROW;
		const ms = typical(result, 'nodeMs');
		const dead = causeOfDeath(result) !== undefined;
		const length = ((ms ?? 0) / longest) * (WIDTH - LABELS - VALUES);
		const side = result.contender.startsWith('per') ? 'ours' : 'other';
		return `<text x="${String(LABELS - 10)}" y="${String(y + 13)}" text-anchor="end">${escaped(CONTENDERS[result.contender])}</text>
<rect class="${side}" x="${String(LABELS)}" y="${String(y)}" width="${Math.max(length, dead ? 0 : 2).toFixed(1)}" height="${String(BAR)}" rx="2"/>
<text x="${(LABELS + length + 8).toFixed(1)}" y="${String(y + 13)}">${dead ? 'dies' : duration(ms)}</text>`;
	});
	return [`<text class="title" x="8" y="${String(top + 26)}">${title}</text>`, ...rows].join('\n');
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
