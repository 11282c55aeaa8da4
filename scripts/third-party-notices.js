// The licences of the packages that are inside the bundle, as those licences demand.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './repository.js';

/**
 * @param {string[]} inputs the files that went into the bundle, relative to the root, as esbuild's metafile names them
 * @returns {Promise<string>} Markdown
 */
export async function renderNotices(inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].map(readPackage));
  packages.sort((a, b) => (a.title < b.title ? -1 : 1));
  const intro = '# Third-party notices\n\nThe files in `dist` contain code of these packages.';
  // An indented block: a licence may hold anything, even a fence.
  const sections = packages.map(({ title, license, text }) => `## ${title}\n\n${license}\n\n${indent(text)}`);
  return `${[intro, ...sections].join('\n\n')}\n`;
}

/** @param {string} input @returns {string | undefined} the folder of the npm package that it is from */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

/** @param {string} folder relative to the root */
async function readPackage(folder) {
  const path = join(root, folder);
  const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const license =
    manifest.license ?? manifest.licenses?.map((/** @type {{type: string}} */ { type }) => type).join(', ');
  if (!license) throw new Error(`${manifest.name} declares no licence`);
  const names = (await readdir(path)).sort();
  const file = names.find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file ? await readFile(join(path, file), 'utf8') : await composeLicense(path, names, license);
  return { title: `${manifest.name} ${manifest.version}`, license, text };
}

/**
 * A package without a licence file states its copyright in its readme; the permission that goes with it is the known
 * text of the MIT licence.
 * @param {string} path @param {string[]} names @param {string} license
 */
async function composeLicense(path, names, license) {
  const readme = names.find((name) => /^readme/i.test(name));
  const content = readme ? await readFile(join(path, readme), 'utf8') : '';
  const copyright = /^.*copyright.*$/im.exec(content)?.[0];
  if (license !== 'MIT' || !copyright) throw new Error(`${path} has no licence text; write it here by hand`);
  const ours = await readFile(join(root, 'LICENSE'), 'utf8');
  return ours.replace(/^Copyright.*$/m, copyright);
}

/** @param {string} text */
function indent(text) {
  const lines = text.replace(/\r\n?/g, '\n').trim().split('\n');
  return lines.map((line) => (line.trim() === '' ? '' : `    ${line.trimEnd()}`)).join('\n');
}
