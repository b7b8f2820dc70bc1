/** README and docs can be read by a tired person with school English. How long lines are: docs.test.mts */
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

import { guideOf, proseOf, readDocuments, type Page } from './support/markdown.mts';

/** School years, by Flesch and Kincaid. */
const HIGHEST_GRADE = 9;

let pages: Page[];

beforeAll(async () => {
	const all = await readDocuments();
	pages = [...all.values()].filter(({ path }) => path === 'README.md' || path.startsWith('docs/'));
});

/** Sentences, words and syllables of a page. A word that is code counts as one syllable: nobody reads it aloud. */
function gradeOf(page: Page): number {
	const sentences = proseOf(page);
	const words = sentences.flatMap((sentence) => sentence.match(/[\p{L}\p{N}'’-]+/gu) ?? []);
	const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
	return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
}

it('the English pages need at most nine years of school', () => {
	const english = pages.filter(({ path }) => !path.includes('zh-CN'));
	expect(english.length).toBeGreaterThanOrEqual(guideOf('README.md').length);
	const grades = english.map((page) => ({ path: page.path, grade: gradeOf(page) }));
	console.log(grades.map(({ path, grade }) => `${path}: ${grade.toFixed(1)}`).join('\n'));
	expect(grades.filter(({ grade }) => grade > HIGHEST_GRADE)).toStrictEqual([]);
});
