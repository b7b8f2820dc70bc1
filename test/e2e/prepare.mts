/** Installs the n8n of the end-to-end tests, which takes minutes, so that it can be done beside other work. */
import { ensureN8n } from '../../demo/n8n/install.mts';
import { chosenVersion } from '../../demo/n8n/versions.mts';
import { createProgress } from '../../demo/progress.mts';

await ensureN8n(chosenVersion(), createProgress());
