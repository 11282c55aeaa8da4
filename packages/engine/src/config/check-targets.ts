import { posix } from 'node:path';
import type { CascadeTarget, RoadmapConfig } from '@roadmap-as-code/core';
import { hidePasswords, isRepositoryName, nameRepository, readLine } from '@roadmap-as-code/core/cascade';
import { leadsOut } from './leads-out.ts';

type Fail = (keys: string[], message: string, help: string) => never;

/** What the schema can't say of the targets of a roadmap: what git is given leads nowhere else than it seems to. */
export function checkTargets({ targets = {} }: RoadmapConfig, fail: Fail): void {
  for (const [task, list] of Object.entries(targets)) {
    for (const [at, target] of list.entries()) {
      const failAt: Fail = (keys, message, help) =>
        fail(['targets', task, String(at), ...keys], message, help);
      checkTarget(target, failAt);
      const before = list.slice(0, at).find((one) => keyOf(one) === keyOf(target));
      if (before !== undefined)
        failAt(
          ['file'],
          `${target.file} of ${nameTarget(target)} is a target of ${task} twice`,
          'Keep one of the two entries.',
        );
    }
  }
}

/** `owner/repo`, as the Commit field names the repository of a target. */
export function nameTarget({ name, repository }: CascadeTarget): string {
  return name ?? nameRepository(repository) ?? repository;
}

function keyOf({ repository, branch = '', file }: CascadeTarget): string {
  return [repository.replace(/\/+$/, '').replace(/\.git$/, ''), branch, file].join('\0');
}

function checkTarget(target: CascadeTarget, fail: Fail): void {
  const { repository, branch, file, text, line, name, requires } = target;
  const problem = findProblem(repository);
  if (problem !== null) fail(['repository'], problem, 'Write a URL of https or ssh, host:path, or a path.');
  if (name !== undefined && !isRepositoryName(name))
    fail(
      ['name'],
      `${JSON.stringify(name)} is no owner/repo`,
      'Write it as a Commit field does: owner/repo.',
    );
  if (name === undefined && nameRepository(repository) === null)
    fail(['repository'], 'its last two parts are no owner/repo', 'Add `name: owner/repo` beside it.');
  if (branch !== undefined && !isBranch(branch))
    fail(['branch'], `${JSON.stringify(branch)} is no name of a branch`, 'Write it without refs/heads/.');
  checkFile(file, (message, help) => fail(['file'], message, help));
  if (requires !== undefined)
    checkFile(requires.file, (message, help) => fail(['requires', 'file'], message, help));
  if (line !== undefined && /[\r\n]/.test(line))
    fail(['line'], 'it is more than the beginning of one line', 'Write it in one line.');
  if (line !== undefined && /[\r\n]/.test(readLine(text)))
    fail(['text'], 'it is more than the one line that `line` is about', 'Write it in one line.');
}

function checkFile(file: string, fail: (message: string, help: string) => never): void {
  const shown = JSON.stringify(file);
  if (leadsOut(file)) fail(`${shown} leads out of the repository`, PLAIN_PATH);
  if (posix.normalize(file) !== file || file.endsWith('/') || file === '.' || HIDDEN.test(file))
    fail(`${shown} is no plain path of a file`, PLAIN_PATH);
  if (file.split('/').some((part) => part.toLowerCase() === '.git'))
    fail(`${shown} lies in git's own folder`, PLAIN_PATH);
}

const PLAIN_PATH = "Write a path from the repository's root, with forward slashes and without `.` and `..`.";

/** Control characters (ECMA-48 C0 and DEL). */
const HIDDEN = /[\u0000-\u001f\u007f]/;

/** The protocols that git speaks itself; any other starts a program of that name (gitremote-helpers(7)). */
const PROTOCOL = /^(?:file|git|https?|ssh|git\+ssh|ssh\+git)$/i;

/** Why git shall not be given an address; null where it may. */
function findProblem(repository: string): string | null {
  const shown = hidePasswords(JSON.stringify(repository));
  if (repository.startsWith('-')) return `${shown} looks like an option`;
  if (HIDDEN.test(repository)) return `${shown} has control characters`;
  if (/^[^/:]*::/.test(repository)) return `${shown} would start a program`;
  const { protocol, host } = /^(?<protocol>[^/:]*):\/\/(?<host>[^/]*)/.exec(repository)?.groups ?? {};
  if (protocol !== undefined && !PROTOCOL.test(protocol)) return `${shown}: git does not speak ${protocol}`;
  return host !== undefined && /(?:^|@)-/.test(host) ? `${shown}: its host looks like an option` : null;
}

/** git-check-ref-format(1), for a name that stands behind refs/heads/. */
export function isBranch(name: string): boolean {
  return (
    !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$/.test(name) &&
    name !== '@' &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  );
}
