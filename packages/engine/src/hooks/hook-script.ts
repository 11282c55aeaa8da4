import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import { configName, roadmapName } from '../config/names.ts';
import type { HookName } from '../gate/gate.ts';
import { holdsPath } from '../holds/hold-file.ts';

/** What an installed hook starts. */
export interface Program {
  /** Absolute path; null for the one on the PATH. */
  readonly node: string | null;
  /** Absolute path, or one from the top of the working tree, where git runs hooks. */
  readonly script: string;
}

/**
 * A script that is committed runs on the machines of others as well: it names no Node, and a file of the repository from
 * its top.
 * @param root absolute path of the top of the working tree
 */
export function shareProgram({ script }: Program, root: string): Program {
  const path = relative(root, script);
  return { node: null, script: path.startsWith('..') || isAbsolute(path) ? script : path };
}

/** What was there before ours lies beside it under this name. */
export const originalSuffix = '.roadmap-orig';

const BEGIN = '# >>> roadmap-hook 1 ';
const END = '# <<< roadmap-hook';

/** Those that get lines on standard input (githooks(5)). */
const READING: readonly HookName[] = ['pre-push', 'pre-receive'];
/** Those that warn and refuse nothing. `git commit --no-verify` does not skip the first, so it must never stop one. */
const WARNING: readonly HookName[] = ['prepare-commit-msg', 'commit-msg'];

/** A whole hook, which runs what was there before and then roadmap. */
export function renderHook(name: HookName, program: Program): string {
  const run = READING.includes(name) ? 'roadmap_input | "$roadmap_orig" "$@"' : '"$roadmap_orig" "$@"';
  return [
    '#!/bin/sh',
    ...seal([
      ...readInput(name),
      `roadmap_orig=$0${originalSuffix}`,
      'if [ -f "$roadmap_orig" ] && [ -x "$roadmap_orig" ]; then',
      `  ${run} || exit $?`,
      'fi',
      ...ask(name, program),
    ]),
    '',
  ].join('\n');
}

/** Lines to put first into a script of others, such as one of husky's: what follows them goes on as if they were not. */
export function renderBlock(name: HookName, program: Program): string {
  const restore = READING.includes(name)
    ? [
        'if [ -n "$roadmap_lines" ]; then exec <<ROADMAP_LINES',
        '$roadmap_lines',
        'ROADMAP_LINES',
        'else exec </dev/null; fi',
      ]
    : [];
  return [...seal([...readInput(name), ...ask(name, program), ...restore]), ''].join('\n');
}

/** What of a file is ours, marks included; null where nothing is. */
export function findOurs(text: string): { start: number; end: number; isIntact: boolean } | null {
  const start = text.startsWith(BEGIN) ? 0 : text.indexOf(`\n${BEGIN}`) + 1;
  if (start === 0 && !text.startsWith(BEGIN)) return null;
  const last = text.indexOf(`\n${END}`, start);
  if (last === -1) return { start, end: text.length, isIntact: false };
  const stop = last + 1 + END.length;
  const [head = '', ...body] = text.slice(start, last).split('\n');
  const isIntact = head.slice(BEGIN.length) === digest(body) && (text[stop] ?? '\n') === '\n';
  return { start, end: Math.min(stop + 1, text.length), isIntact };
}

/** A script of others is read byte by byte, one character each (latin1), so that it can be written back; so is ours. */
function seal(body: readonly string[]): string[] {
  const lines = ['# Put here by `roadmap hook install`; `roadmap hook uninstall` takes it out.', ...body].map(
    (line) => Buffer.from(line).toString('latin1'),
  );
  return [`${BEGIN}${digest(lines)}`, ...lines, END];
}

/** So that what somebody changed by hand is not taken for ours. */
function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
}

function readInput(name: HookName): string[] {
  if (!READING.includes(name)) return [];
  return [
    'roadmap_lines=$(cat)',
    `roadmap_input() { [ -z "$roadmap_lines" ] || printf '%s\\n' "$roadmap_lines"; }`,
  ];
}

/** In a shell of its own, so that neither `set -e` nor a name of the script around it gets in its way. */
function ask(name: HookName, program: Program): string[] {
  const feed = READING.includes(name) ? 'roadmap_input | ' : '';
  return [
    `${feed}(`,
    ...skip(name),
    `roadmap_node=${program.node === null ? '$(command -v node)' : quote(program.node)}`,
    `roadmap_script=${quote(program.script)}`,
    'if [ -x "$roadmap_node" ] && [ -f "$roadmap_script" ]; then',
    `  "$roadmap_node" "$roadmap_script" hook run ${name} -- "$@"`,
    'elif command -v roadmap >/dev/null 2>&1; then',
    `  roadmap hook run ${name} -- "$@"`,
    'else',
    `  echo "roadmap: the hook ${name} can't run: neither $roadmap_script nor a roadmap on the PATH is there" >&2`,
    '  echo "  → Install roadmap and run: roadmap hook install. To be without it: git commit or push --no-verify." >&2',
    `  ${WARNING.includes(name) ? 'exit 0' : 'exit 1'}`,
    'fi',
    name === 'prepare-commit-msg' ? ') || :' : ') || exit $?',
  ];
}

/** Ends what has nothing to do before Node is started. */
function skip(name: HookName): string[] {
  if (name === 'prepare-commit-msg') {
    return [`[ -e "$(git rev-parse --git-common-dir)/${holdsPath}" ] || exit 0`];
  }
  return name === 'pre-commit' || name === 'commit-msg' ? SKIP_UNSTAGED : [];
}

/** Takes off the blanks that it begins with. */
const TRIM = `    roadmap_line=\${roadmap_line#"\${roadmap_line%%[! ]*}"}`;

/**
 * Asks git whether a roadmap or the config is staged. The config's paths are read line by line, as `roadmap init` writes
 * them; wherever it is written otherwise, what is staged is left for roadmap to judge. The shell itself reads them: each
 * program would take longer to start than git to answer. In a shell of its own, which may split words at line ends alone
 * and know letters by their bytes.
 */
const SKIP_UNSTAGED = [
  'roadmap_staged() (',
  '  LC_ALL=C',
  `  IFS=$(printf '\\n\\r')`,
  '  set -f',
  `  set -- ':(top)${configName}' ':(top,glob)**/${roadmapName}'`,
  `  for roadmap_line in $(git cat-file blob ':${configName}' 2>/dev/null); do`,
  '    case $roadmap_line in *path* | *\\\\*) ;; *) continue ;; esac',
  TRIM,
  `    case $roadmap_line in '#'*) continue ;; esac`,
  `    roadmap_line=\${roadmap_line#-}`,
  TRIM,
  '    case $roadmap_line in path:*) ;; *) exit 0 ;; esac',
  `    roadmap_line=\${roadmap_line#path:}`,
  TRIM,
  `    case $roadmap_line in '' | [!A-Za-z0-9_]* | */[!A-Za-z0-9_]* | */ | *[!A-Za-z0-9_./-]*) exit 0 ;; esac`,
  '    set -- "$@" ":(top)$roadmap_line"',
  '  done',
  '  ! GIT_LITERAL_PATHSPECS=0 GIT_GLOB_PATHSPECS=0 GIT_NOGLOB_PATHSPECS=0 GIT_ICASE_PATHSPECS=0 \\',
  '    git diff --cached --quiet --no-ext-diff --ignore-submodules -- "$@" 2>/dev/null',
  ')',
  'roadmap_staged || exit 0',
];

/** As one word of a shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
