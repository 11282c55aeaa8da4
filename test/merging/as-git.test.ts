import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { mergeTexts, takeSide } from '../support/merge-texts.ts';

interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Lines of text that is no task, each of them but once, so that there is one way to align them. */
function makeLines(count: number, roll: (below: number) => number, name: string): string[] {
  const forms = [
    'Text',
    '## Part',
    '> Quote',
    '| 2026-01-02 | Cell',
    '- Item',
    '  - Entry:',
    '<!-- Note',
    '```',
  ];
  return Array.from({ length: count }, (_, at) => `${forms[roll(forms.length)]} ${name}${at}`);
}

function change(lines: readonly string[], roll: (below: number) => number, name: string): string {
  const changed = [...lines];
  for (let count = roll(4); count > 0; count -= 1)
    changed.splice(
      roll(changed.length + 1),
      roll(3),
      // Now and then both sides put in the same.
      ...(roll(5) === 0 ? ['Both put it in'] : makeLines(roll(3), roll, `${name}${count}-`)),
    );
  return changed.map((line) => `${line}\n`).join('');
}

/** The same for the same numbers. */
function makeTexts(numbers: readonly number[]): Texts {
  let at = 0;
  const roll = (below: number): number => (numbers[at++ % numbers.length] ?? 0) % below;
  const lines = makeLines(roll(30), roll, '');
  return {
    base: lines.map((line) => `${line}\n`).join(''),
    ours: change(lines, roll, 'o'),
    theirs: change(lines, roll, 't'),
  };
}

/** What git makes of each, all in one go. */
function mergeByGit(
  cases: readonly Texts[],
  style: '--diff3' | '--quiet',
): { text: string; isClean: boolean }[] {
  const folder = makeFolder('cases');
  for (const [at, { base, ours, theirs }] of cases.entries())
    writeFiles(folder, { [`${at}.base`]: base, [`${at}.ours`]: ours, [`${at}.theirs`]: theirs });
  const script = `at=0; while [ $at -lt ${cases.length} ]; do
    git merge-file -p ${style} -L ours -L base -L theirs $at.ours $at.base $at.theirs > $at.merged && : > $at.clean
    at=$((at + 1)); [ -e $((at - 1)).clean ] && echo clean || echo conflict
  done`;
  const run = spawnSync('sh', ['-c', script], {
    cwd: requireOwn(folder),
    env: makeEnvironment(),
    encoding: 'utf8',
  });
  return run.stdout
    .trimEnd()
    .split('\n')
    .map((word, at) => ({
      isClean: word === 'clean',
      text: readFileSync(join(folder, `${at}.merged`), 'utf8'),
    }));
}

test.each(['--quiet', '--diff3'] as const)(
  'text without tasks merges and conflicts as by git merge-file %s',
  (style) => {
    const numbers = fc.noBias(fc.array(fc.nat(), { minLength: 120, maxLength: 120 }));
    const cases = fc.sample(numbers, { seed: 1, numRuns: 250 }).map(makeTexts);
    const git = mergeByGit(cases, style);
    const count = { clean: 0, conflict: 0 };
    for (const [at, texts] of cases.entries()) {
      const own = mergeTexts(texts, style === '--diff3' ? 'diff3' : 'merge', 'execution');
      const { text, isClean } = git[at] ?? { text: '', isClean: true };
      count[isClean ? 'clean' : 'conflict'] += 1;
      expect({ texts, isClean: own.conflicts.length === 0 }).toEqual({ texts, isClean });
      for (const side of ['ours', 'theirs'] as const)
        expect({ texts, text: takeSide(own.text, side) }).toEqual({ texts, text: takeSide(text, side) });
    }
    expect(Math.min(count.clean, count.conflict)).toBeGreaterThan(50);
  },
);
