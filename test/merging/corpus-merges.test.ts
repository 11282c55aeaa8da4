import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listOwnPlans, listRealPlans } from '../corpus/hold-ticks.ts';
import { mergeTexts, takeSide } from '../support/merge-texts.ts';

/** A merge parses each version several times, so that a large file would take seconds. */
const LONGEST = 5500;

const plans = [...listOwnPlans(), ...listRealPlans()]
  .filter(({ bytes }) => bytes.length <= LONGEST)
  .map(({ name, bytes }) => ({ name, text: bytes.toString() }));

type Roll = (below: number) => number;

const BOX = /^(\s*[-*+] \[)([ xX])(\].*)$/;
const FENCE = /^\s*(?:`{3,}|~{3,})/;

/** Changes some lines of a file; each text that it puts in has the name and a number, and is there once. */
function changeLines(lines: readonly string[], roll: Roll, name: string): string[] {
  const changed = [...lines];
  for (let count = 0; count < 5; count += 1) {
    const mark = `${name}${count}q`;
    const places = changed.flatMap((line, place) => (BOX.test(line) ? [place] : []));
    const box = places[roll(Math.max(1, places.length))];
    const place = roll(changed.length);
    const line = changed[place] ?? '';
    const [, before = '', state = ' ', after = ''] = BOX.exec(changed[box ?? -1] ?? '') ?? [];
    const kind = box === undefined ? 3 + roll(2) : roll(6);
    if (kind === 0) changed[box ?? 0] = `${before}${state === ' ' ? 'x' : ' '}${after}`;
    if (kind === 1) changed.splice(box ?? 0, 0, `${before} ] New task ${mark}`);
    if (kind === 2) changed[box ?? 0] += ` ${mark}`;
    if (kind === 3) changed.splice(place, 0, `Text ${mark} here.`);
    if (kind === 4 && line.trim() !== '' && !FENCE.test(line)) changed[place] = `${line} ${mark}`;
    if (kind === 5) changed.splice(place, 0, ...changed.splice(box ?? 0, 1));
  }
  return changed;
}

function listMarks(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`${name}\\dq`, 'g'))].map(([mark]) => mark).sort();
}

function countLines(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split(/\r\n|\r|\n/)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** What must hold of each merge of a file that two sides have changed. */
function holdMerge(text: string, roll: Roll): void {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(end);
  const [base, ours, theirs] = [
    text,
    changeLines(lines, roll, 'own').join(end),
    changeLines(lines, roll, 'other').join(end),
  ];
  const merged = mergeTexts({ base, ours, theirs });
  const mirrored = mergeTexts({ base, ours: theirs, theirs: ours });
  expect(mirrored.conflicts).toHaveLength(merged.conflicts.length);
  const versions = [base, ours, theirs].map(countLines);
  for (const side of ['ours', 'theirs'] as const) {
    const taken = takeSide(merged.text, side);
    const [name, its] = side === 'ours' ? ['own', ours] : ['other', theirs];
    expect(taken).toBe(takeSide(mirrored.text, side === 'ours' ? 'theirs' : 'ours'));
    // All that the side has put in is there, once.
    expect(listMarks(taken, name)).toEqual(listMarks(its, name));
    const found = countLines(taken);
    const lost = [...found.keys(), ...(versions[0]?.keys() ?? [])].filter(
      (line) => BOX.test(line) && versions.every((version) => version.get(line) === 1) && !found.has(line),
    );
    expect(lost).toEqual([]);
  }
  expect(mergeTexts({ base, ours: base, theirs }).text).toBe(theirs);
}

test('there are plans', () => {
  expect(plans.length).toBeGreaterThanOrEqual(15);
});

const numbers = fc.noBias(fc.array(fc.nat(), { minLength: 40, maxLength: 40 }));
const tapes = fc.sample(numbers, { seed: 1, numRuns: plans.length });

test.each(plans.map((plan, at) => ({ ...plan, tape: tapes[at] ?? [] })))(
  'a merge of $name keeps what each side did, and loses no task',
  ({ text, tape }) => {
    let at = 0;
    holdMerge(text, (below) => (tape[at++ % tape.length] ?? 0) % below);
  },
);
