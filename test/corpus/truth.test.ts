import { describe, expect, test } from '@jest/globals';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { listOwn, listReal, writeList } from './truth.ts';

/**
 * Lines on which the tool says less or more than the reader did, and why it is left so: `told` is what the list has,
 * `read` what the tool reads. Everything else agrees, line by line.
 */
const KNOWN: Readonly<Record<string, readonly { told: string; read: string | null; why: string }[]>> = {
  'evidence/FerroxLabs__wayland-core__.planning-REQUIREMENTS.md': [
    {
      told: '10\tdone\tCTRL-01\td06a6051\t-',
      read: '10\tdone\tCTRL-01\t-\t-',
      why: 'the hash stands in the middle of the text, where most hashes tell of something else',
    },
  ],
  'evidence/Jackrainman__Probe_Flash__backlog.md': [
    ...[
      '32 SKILL-01-DEBUG-CHECKLIST-V0_0_1 f5df2bf',
      '33 SKILL-02-DOGFOOD-NOTE f5df2bf',
      '35 SKILL-04-PERSONAL-DAILY-SUMMARY 93dc7d0',
      '36 SKILL-05-PRE-MATCH-CHECKLIST 9beb907',
      '54 LARK-CLI-01 e3e2069',
      '55 LARK-CLI-02 ea41c74',
      '56 LARK-CLI-03 7c47f9a',
      '57 LARK-CLI-04 fef9e77',
      '58 LARK-CLI-05 8b7bb5b',
      '59 LARK-CLI-06 4d5854a',
    ].map((one) => {
      const [line = '', id = '', hash = ''] = one.split(' ');
      return {
        told: `${line}\tdone\t${id}\t${hash}\t-`,
        read: `${line}\tdone\t${id}\t-\t-`,
        why: 'the hash stands within a sentence of a column for what is to be done',
      };
    }),
  ],
  'evidence/cklxx__elephant.ai__2026-02-02-phase6-claude-tasks.md': [
    { told: '43\tdone\tF\t-\t-', read: null, why: 'the table has no column for the state' },
  ],
  'evidence/rim2393__lumen-vpn__EXECUTION_TRACKER.md': [
    {
      told: '166\tdone\tPR-006\te32dee0,fd5bded,rim2393/lumen_vpn@ff4f556,rim2393/lumen_vpn@9499ff0\t-',
      read: '166\tdone\tPR-006\te32dee0,5417edc,fd5bded,rim2393/lumen_vpn@ff4f556,rim2393/lumen_vpn@9499ff0\t-',
      why: 'words in the cell say that one hash is of another repository',
    },
  ],
  'evidence/Agrow7-code__Wasagro__apply-progress.md': [
    {
      told: '225\tdone\tPR3b-5\tc4612b9\t-',
      read: '225\tdone\tPR3b-5\t-\t-',
      why: 'the hash stands in the middle of the text, as it does at line 264, where it tells of something else',
    },
  ],
};

const own = listOwn();

test('there are plans of the project itself, in every dialect', () => {
  expect([...new Set(own.map(({ lines }) => lines[0]))].length).toBeGreaterThanOrEqual(9);
});

describe.each([...own, ...listReal()])('what is read of $name', ({ name, path, bytes, lines }) => {
  test('is what somebody wrote down who read it', () => {
    const { graph } = parseRoadmap(bytes, { path });
    const expected = (KNOWN[name] ?? []).reduce<readonly string[]>((left, { told, read }) => {
      expect(left).toContain(told);
      return left.flatMap((line) => (line === told ? (read ?? []) : line));
    }, lines);
    expect(sortByLine(writeList(graph))).toEqual(sortByLine(expected));
  });
});

/** A task that the file itself is stands before those of its text, wherever its status does. */
function sortByLine(lines: readonly string[]): string[] {
  const lineOf = (line: string): number => Number(/^\d+/.exec(line)?.[0] ?? 0);
  return [...lines].sort((a, b) => lineOf(a) - lineOf(b));
}
