/** n8n's own scan of community packages, offline. Usage: node scan.mts FOLDER source|tarball */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [, , folder, kind] = process.argv;
/** As the scan itself chooses them for the two things it looks at. */
const patterns = kind === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
console.log(JSON.stringify(await analyzePackage(String(folder), patterns)));
