/** A text of the service as a sentence: other sentences may follow it. */
export function asSentence(text: string): string {
	return /[.!?\u2026]$/.test(text) ? text : `${text}.`;
}
