import './resolveTs.mts';

const { runNode } = await import('../../test/workflow/support/engine.mts');
console.log(typeof runNode);
