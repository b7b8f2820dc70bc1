/** What a document tells its readers to enter. */
import { readPage, type Page } from './markdown.mts';

/** An assignment or two, a program, and what it is to do: `npm` alone or `node:crypto` is no command. */
const COMMAND =
	/^(?:[A-Z][A-Z0-9_]*=\S+ )*(?:(?:npm|npx|node|docker|git|sh|curl|tar) \S|\.ci\/run$)/;

/** Lines of shell blocks, also one in a comment behind a colon, and whatever else begins with a program. */
export function commandsOf({ code, spans }: Page): string[] {
	const linesIn = (language: string) =>
		code.filter((block) => block.language === language).flatMap(({ text }) => text.split('\n'));
	const shell = linesIn('sh').map((line) => line.replace(/^#[^:]*: /, ''));
	const others = [...linesIn(''), ...spans].filter((text) => COMMAND.test(text));
	return [...new Set([...shell, ...others])].filter((text) => text !== '');
}

/** The command of CONTRIBUTING.md that begins like this, whole. @throws Error where the page has none */
export async function commandOfContributing(start: string): Promise<string> {
	const commands = commandsOf(await readPage('CONTRIBUTING.md'));
	const found = commands.find((each) => each === start || each.startsWith(`${start} `));
	if (found === undefined) throw new Error(`CONTRIBUTING.md has no command "${start}…"`);
	return found;
}
