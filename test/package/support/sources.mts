/** The shipped sources as TypeScript reads them: who imports whom, and which codes stand where. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import ts from 'typescript';

import { ROOT } from './outside.mts';

export interface Source {
	/** From the project's root, with slashes. */
	path: string;
	lines: number;
	/** Shipped files that it imports, by their paths. */
	imports: string[];
	/** Packages that it imports. */
	packages: string[];
	/** Pieces of code that know a status code or a gateway code, with their lines. */
	codes: string[];
}

/** All TypeScript files of `nodes/` and `credentials/`. */
export async function readSources(): Promise<Source[]> {
	const names = await Promise.all(
		['nodes', 'credentials'].map(async (folder) => {
			const found = await readdir(join(ROOT, folder), { recursive: true });
			return found.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`);
		}),
	);
	return await Promise.all(names.flat().sort().map(readSource));
}

async function readSource(path: string): Promise<Source> {
	const text = await readFile(join(ROOT, path), 'utf8');
	return { path, ...inspect(path, text) };
}

/** What is found in a text that stands at this path. */
export function inspect(path: string, text: string): Omit<Source, 'path'> {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const modules = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
	const isOurs = (name: string) => name.startsWith('.');
	return {
		lines: text.trimEnd().split('\n').length,
		imports: modules.filter(isOurs).map((name) => fileOf(path, name)),
		packages: modules.filter((name) => !isOurs(name)),
		codes: codesIn(file),
	};
}

function fileOf(path: string, name: string): string {
	const file = relative(ROOT, join(ROOT, path, '..', name)).replaceAll('\\', '/');
	return file.endsWith('.ts') ? file : `${file}.ts`;
}

function codesIn(file: ts.SourceFile): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (knowsCode(node)) {
			const { line } = file.getLineAndCharacterOfPosition(node.getStart());
			found.push(`${String(line + 1)}: ${node.getText().split('\n')[0] ?? ''}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

const GATEWAY_CODE = /\b(APIGW|WKS)(\\?\.|$)/;
const EQUALITIES = new Set<ts.SyntaxKind>([
	ts.SyntaxKind.EqualsEqualsEqualsToken,
	ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const BOUNDS = new Set<ts.SyntaxKind>([
	ts.SyntaxKind.LessThanToken,
	ts.SyntaxKind.LessThanEqualsToken,
	ts.SyntaxKind.GreaterThanToken,
	ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** A literal with a gateway code; a comparison, a case, a list or a table with HTTP statuses; a question for a certain status. */
function knowsCode(node: ts.Node): boolean {
	if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node))
		return GATEWAY_CODE.test(node.text);
	if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
		return GATEWAY_CODE.test(node.text);
	if (ts.isCaseClause(node)) return isStatus(node.expression);
	if (ts.isPropertyAssignment(node)) return isStatus(node.name);
	if (ts.isArrayLiteralExpression(node))
		return node.elements.length > 1 && node.elements.every(isStatus);
	if (ts.isCallExpression(node))
		return isLookUp(node.expression) && node.arguments.some(isStatusCode);
	return ts.isBinaryExpression(node) && comparesStatus(node);
}

/** Numbers are statuses if they are equal to something, or bounds of something that is named so: a byte has bounds, too. */
function comparesStatus({ left, operatorToken: { kind }, right }: ts.BinaryExpression): boolean {
	const sides = [left, right];
	if (BOUNDS.has(kind)) return sides.some(isStatus) && sides.some(isStatusCode);
	if (!EQUALITIES.has(kind)) return false;
	const isPresence = sides.some((side) => side.getText() === 'undefined');
	return !isPresence && sides.some((side) => isStatus(side) || isStatusCode(side));
}

function isStatus(node: ts.Node): boolean {
	return ts.isNumericLiteral(node) && Number(node.text) >= 200 && Number(node.text) <= 599;
}

function isStatusCode(node: ts.Node): boolean {
	return /(?:^|\.)(?:statusCode|httpStatus)$/.test(node.getText());
}

function isLookUp(callee: ts.Node): boolean {
	return ts.isPropertyAccessExpression(callee) && /^(includes|has|get)$/.test(callee.name.text);
}
