// No tracked file may say where packages came from on the machine that wrote it: the lockfile holds no URL at all, and
// nothing names a package registry. Another machine uses its own.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.js';

const lockfile = 'pnpm-lock.yaml';
const registryHost =
  /\b(?:registry|npm|artifactory|nexus|verdaccio)[\w-]*(?:\.[\w-]+)*\.(?:org|com|net|io|dev|local|internal)\b/i;

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
const complaints = tracked.flatMap(judgeFile);
if (!tracked.includes(lockfile)) complaints.push(`${lockfile} is not tracked`);
process.stderr.write(complaints.map((complaint) => `check-tracked-files: ${complaint}\n`).join(''));
process.stdout.write(`check-tracked-files: ${tracked.length} files read\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** @param {string} path */
function judgeFile(path) {
  const lines = readFileSync(join(root, path), 'latin1').split('\n');
  const unwanted = path === lockfile ? /https?:/ : registryHost;
  return lines.flatMap((line, index) => {
    const found = unwanted.exec(line)?.[0];
    return found ? [`${path}:${index + 1} names ${found}`] : [];
  });
}
