import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binary, checkout } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn } from '../support/make-folder.ts';

/** One command of a page, and what the page says that it prints. */
export interface Shown {
  /** Line in the page, from 1. */
  readonly line: number;
  readonly command: string;
  readonly output: string;
}

export function readPage(name: string): string {
  return readFileSync(join(checkout, 'docs', name), 'utf8');
}

/** Commands in the order of a page: the lines that begin with `$` in its fences of the kind `console`. */
export function listShown(page: string): Shown[] {
  const shown: { line: number; command: string; lines: string[] }[] = [];
  let isOpen = false;
  for (const [place, text] of page.split('\n').entries()) {
    if (text.startsWith('```')) isOpen = text === '```console';
    else if (isOpen && text.startsWith('$ '))
      shown.push({ line: place + 1, command: text.slice(2), lines: [] });
    else if (isOpen) shown.at(-1)?.lines.push(text);
  }
  return shown.map(({ lines, ...one }) => ({ ...one, output: lines.join('\n') }));
}

/** What is in the first fence of a kind. */
export function readFence(page: string, kind: string): string {
  const text = page.split(`\n\`\`\`${kind}\n`)[1]?.split('\n```\n')[0];
  if (text === undefined) throw new Error(`the page has no fence of the kind ${kind}`);
  return `${text}\n`;
}

/** Runs commands in a shell in which `roadmap` is the built command, each with the exit code of the last in `$?`. */
export function startSession(root: string): (command: string) => string {
  const folder = makeFolder('bin');
  writeFileSync(join(folder, 'roadmap'), `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`, {
    mode: 0o755,
  });
  const env = makeEnvironment({ PATH: [folder, makeEnvironment()['PATH'] ?? ''].join(delimiter) });
  let last = 0;
  return (command) => {
    const script = `exec 2>&1; (exit ${last}); ${command}`;
    const run = spawnSync('bash', ['-c', script], { cwd: requireOwn(root), env, encoding: 'utf8' });
    last = run.status ?? -1;
    return maskHashes(run.stdout.replace(/\n$/, ''));
  };
}

/** Hashes change with every letter of a message, and the time goes by: of these the form alone is compared. */
export function maskHashes(text: string): string {
  return text
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b/g, (hash) => '#'.repeat(hash.length))
    .replace(/\b\d{4}-\d\d-\d\d([ T])\d\d:\d\d/g, 'YYYY-MM-DD$1HH:MM');
}
