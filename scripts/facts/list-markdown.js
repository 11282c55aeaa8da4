import { execFileSync } from 'node:child_process';

/** What the command takes, in bytes. */
const MOST = 4 * 1024 * 1024;
const CHANGE = /^:\d+ 100\d+ [0-9a-f]+ (?<blob>[0-9a-f]+) [AMT]$/;
const ENTRY = /^100\d+ blob (?<blob>[0-9a-f]+)\t(?<path>.*)$/s;

/**
 * The Markdown files of a clone by their paths: as HEAD has them, and of those that it does not have the newest version.
 * @param {string} gitFolder @returns {Map<string, Buffer>} without what the command would not take
 */
export function listMarkdown(gitFolder) {
  /** @param {string[]} args */
  const git = (...args) => execFileSync('git', [`--git-dir=${gitFolder}`, ...args], { maxBuffer: 1 << 30 });
  /** @type {Map<string, string>} */
  const blobs = new Map();
  for (const entry of git('ls-tree', '-r', '-z', 'HEAD').toString().split('\0')) {
    const { blob = '', path = '' } = ENTRY.exec(entry)?.groups ?? {};
    if (path.endsWith('.md')) blobs.set(path, blob);
  }
  const log = [
    'log',
    '--all',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--diff-merges=first-parent',
    '--format=',
  ];
  const fields = git(...log, '--', ':(top,glob)**/*.md')
    .toString()
    .split('\0');
  for (const [at, field] of fields.entries()) {
    const blob = CHANGE.exec(field.trimStart())?.groups?.['blob'];
    const path = fields[at + 1] ?? '';
    if (blob !== undefined && !blobs.has(path)) blobs.set(path, blob);
  }
  const own = [...blobs].filter(([path]) => !/(?:^|\/)(?:node_modules|\.\.|\.git)\//.test(path));
  return new Map(
    own
      .map(([path, blob]) => /** @type {const} */ ([path, git('cat-file', 'blob', blob)]))
      .filter(([, bytes]) => bytes.length <= MOST && isText(bytes)),
  );
}

/** @param {Buffer} bytes */
function isText(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
