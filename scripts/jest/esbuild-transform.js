// Turns one TypeScript file into ESM for jest. Types are checked by `npm run typecheck`, not here.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { transformSync, version } from 'esbuild';

/** @type {import('esbuild').TransformOptions} */
const options = { loader: 'ts', format: 'esm', target: 'node20.19', sourcemap: 'inline' };
const self = readFileSync(new URL(import.meta.url));

export default {
  /** @param {string} source @param {string} path */
  process(source, path) {
    return { code: transformSync(source, { ...options, sourcefile: path }).code };
  },
  /**
   * Without a key jest would serve what an older esbuild or other options made.
   * @param {string} source @param {string} path @param {{instrument: boolean}} jest
   */
  getCacheKey(source, path, { instrument }) {
    return createHash('sha256')
      .update(self)
      .update(JSON.stringify([version, options, path, instrument]))
      .update(source)
      .digest('hex');
  },
};
