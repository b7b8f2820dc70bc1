import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const workflow = pathToFileURL(createRequire(import.meta.url).resolve('n8n-workflow')).href;

/**
 * Lets Node.js run the node's own sources without a build: they import each other without an extension, as the compiled
 * CommonJS does, and n8n-workflow's ES modules do too, so its CommonJS build is taken.
 * Import this module first, and the sources by `await import()`.
 */
registerHooks({
	resolve(specifier, context, nextResolve) {
		if (specifier === 'n8n-workflow' && context.conditions.includes('import')) {
			return nextResolve(workflow, context);
		}
		const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true;
		return nextResolve(
			isOurs && !specifier.endsWith('.ts') ? `${specifier}.ts` : specifier,
			context,
		);
	},
});
