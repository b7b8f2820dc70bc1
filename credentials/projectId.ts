/**
 * What is wrong with a project ID, as the end of a sentence that begins with the field's name; `undefined` where nothing is certain.
 *
 * Huawei Cloud's IDs have 32 hexadecimal digits. Told are a project name in their place, an ID cut short or doubled in pasting, and
 * characters that no ID has. Other forms are let through, because private clouds may use IDs of their own.
 *
 * @param text trimmed and not empty
 */
export function projectIdMistake(text: string): string | undefined {
	if (PROJECT_NAME.test(text)) {
		return `is the name of a project ('${text}'), but the ID is needed: 32 digits and letters a to f, ${WHERE}.`;
	}
	if (/\s/.test(text)) {
		return 'contains blanks or line ends, pasted along. Copy it again in one piece.';
	}
	if (!/^[\w-]+$/.test(text)) {
		return `contains characters that no ID has. Copy it again, ${WHERE}.`;
	}
	if (/^[0-9a-f]{24,}$/i.test(text) && text.length !== 32) {
		return `has ${text.length} characters instead of 32. Copy it again, ${WHERE}.`;
	}
	return undefined;
}

/** Main projects are called like their region, sub projects region_name (IAM, "Projects"). */
const PROJECT_NAME = /^[a-z]{2}-[a-z]+-\d+(_.*)?$/;

const WHERE = 'from My Credentials, API Credentials, in the row of the region';
