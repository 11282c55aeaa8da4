// Where things are. Every script works from here, whatever directory it is called from.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const bundlePath = join(root, 'packages/cli/dist/roadmap.js');
export const noticesPath = join(root, 'packages/cli/THIRD-PARTY-NOTICES.md');
export const schemaFolder = join(root, 'schemas');
export const coreFolder = join(root, 'packages/core/src');
export const rulesFolder = join(coreFolder, 'rules');
export const generatedFolder = join(coreFolder, 'generated');
export const rulePagesFolder = join(root, 'docs/rules');
export const dialectPagesFolder = join(root, 'docs/dialects');
