import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { commitThere, FILE, makeClone, makeHub, push, tell, tick, tickThere } from './hub.ts';

/** Whether the user has staged a change of the roadmap, which keeps the branch where it is. */
export type Own = 'elsewhere' | 'in the roadmap';

/** A clone with a tick that its remote lacks, beside that remote, which has moved; both are only copied. */
export async function makeTemplate(own: Own): Promise<string> {
  const hub = makeHub();
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.work);
  await tickThere(hub, 'P0.2');
  // Beside a staged change, no other file tells whether git has moved anything.
  if (own === 'elsewhere') commitThere(hub, { 'a.txt': 'theirs\n', 'in/new.txt': 'new\n' });
  writeFiles(root, { 'work.txt': 'staged\n', 'own.txt': 'staged\n' });
  if (own === 'in the roadmap')
    writeFiles(root, { [FILE]: `${readFileSync(join(root, FILE), 'utf8')}\nstaged\n` });
  runGit(root, 'add', '--all');
  writeFiles(root, { 'work.txt': 'changed\n', 'loose.txt': 'loose\n' });
  const folder = makeFolder('template');
  cpSync(root, join(folder, 'clone'), { recursive: true });
  cpSync(hub.path, join(folder, 'hub.git'), { recursive: true });
  return folder;
}

/** How a git is met by the end of whoever has called it: it never runs, it goes on alone, or it has just ended. */
export type Moment = 'instead of' | 'during' | 'after';

/**
 * A PATH with a git that, the first time that it is called so, kills the process that has called it.
 * @param start how its arguments begin
 */
export function makeDeadlyPath(start: string, moment: Moment): string {
  const folder = makeFolder('deadly');
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const mark = join(folder, 'mark');
  const ends = {
    'instead of': 'kill -9 $PPID; exit 1',
    during: `kill -9 $PPID; exec '${git}' "$@"`,
    after: `'${git}' "$@"; kill -9 $PPID; exit 1`,
  };
  const script = `#!/bin/sh\ncase "$*" in '${start}'*) [ -e '${mark}' ] || { : >'${mark}'; ${ends[moment]}; };; esac\nexec '${git}' "$@"\n`;
  writeFileSync(join(folder, 'git'), script, { mode: 0o755 });
  return [folder, PATH].join(delimiter);
}

/** A copy of a template, with what is the user's own in it. */
export class Victim {
  readonly root: string;
  readonly #hub: string;
  readonly #own: Own;
  readonly #before: readonly string[];
  readonly #start: string;

  constructor(template: string, own: Own) {
    const folder = makeFolder('victim');
    cpSync(template, folder, { recursive: true });
    this.root = join(folder, 'clone');
    this.#hub = join(folder, 'hub.git');
    this.#own = own;
    runGit(this.root, 'remote', 'set-url', 'origin', this.#hub);
    this.#start = runGit(this.root, 'rev-parse', 'HEAD');
    this.#before = this.#read();
  }

  #read(): string[] {
    const lines = ['status --porcelain', 'diff', 'diff --cached', 'stash list'];
    return lines.map((line) => runGit(this.root, '--no-optional-locks', ...line.split(' ')));
  }

  /** Another command, and all must be as if nothing had happened: nothing lost, nothing doubled, nothing of ours left. */
  async expectWhole(): Promise<void> {
    // Any command that changes something settles first what was left.
    const run = await runRoadmap(this.root, ['start', 'P0.5', '--dry-run']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { report, code } = await push(this.root);
    const ends = this.#own === 'elsewhere' ? /^(?:forwarded|unchanged)$/ : /^kept$/;
    expect({ code, told: tell(report) }).toEqual({
      code: 0,
      told: [expect.stringMatching(/^origin (?:pushed|unchanged)$/), expect.stringMatching(ends)],
    });
    expect(this.#read()).toEqual(this.#before);
    const tip = runGit(this.#hub, 'rev-parse', 'main');
    expect(runGit(this.root, 'rev-parse', 'HEAD')).toBe(this.#own === 'elsewhere' ? tip : this.#start);
    expect(runGit(this.#hub, 'log', '--format=%an', 'main', '--', FILE).split('\n')).toHaveLength(3);
    expect(runGit(this.#hub, 'show', `main:${FILE}`).match(/^- \[x\]/gm)).toHaveLength(2);
    expectNothingLeft(this.root, FILE);
    const ours = join(this.root, '.git/roadmap');
    expect(existsSync(ours) ? readdirSync(ours).filter((name) => name.startsWith('lock')) : []).toEqual([]);
    expect(runGit(this.root, 'fsck', '--no-dangling', '--no-progress')).toBe('');
  }
}

/** Runs a push, and kills it, or its process group, after a time. @returns milliseconds that it took, null where killed */
export async function pushAndKill(root: string, time: number, isGroup: boolean): Promise<number | null> {
  const began = Date.now();
  const child = spawn(process.execPath, [binary, 'push'], {
    cwd: requireOwn(root),
    env: makeEnvironment(),
    stdio: 'ignore',
    detached: true,
  });
  const pid = child.pid ?? 0;
  const timer = setTimeout(() => process.kill(isGroup ? -pid : pid, 'SIGKILL'), time);
  const signal = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (_code, by) => resolve(by));
  });
  clearTimeout(timer);
  return signal === null ? Date.now() - began : null;
}
