import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execution } from '../dialects/execution.ts';
import type { State } from '../generated/roadmap.types.ts';
import { parseRoadmap } from './index.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) });

/** Words that Markdown leaves as they are, with letters of several scripts. */
const word = fc.constantFrom(
  'ask',
  'the',
  'host',
  'Übung',
  '日本',
  'שלום',
  '👩‍👩‍👧',
  '42',
  'e\u0301te\u0301',
  'v1.2',
  '`code <x>`',
  '(note)',
);
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => `a ${list.join(' ')}`);
const hash = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 7, maxLength: 40 })
  .map((digits) => digits.join(''));

interface TaskModel {
  title: string;
  state: State;
  box: string;
  status: string;
  claims: { kind: string; text: string }[];
  note: string | null;
  gate: boolean;
}

/** How each state is written, and the reason that it must give. */
const WRITTEN: readonly { state: State; box: string; word: string }[] = [
  { state: 'todo', box: ' ', word: '' },
  { state: 'done', box: 'x', word: '' },
  { state: 'doing', box: ' ', word: 'IN PROGRESS: ' },
  { state: 'blocked', box: ' ', word: 'BLOCKED: ' },
  { state: 'failed', box: ' ', word: 'FAILED — ' },
  { state: 'partial', box: ' ', word: 'PARTIAL ' },
  { state: 'dropped', box: '-', word: '' },
];

const claim: fc.Arbitrary<TaskModel['claims'][number]> = fc.oneof(
  hash.map((text) => ({ kind: 'commit', text })),
  fc.tuple(hash, hash).map(([a, b]) => ({ kind: 'range', text: `${a}..${b}` })),
  hash.map((text) => ({ kind: 'foreign', text: `owner/repo@${text}` })),
);

const task: fc.Arbitrary<TaskModel> = fc
  .record({
    title: words,
    written: fc.constantFrom(...WRITTEN),
    status: words,
    claims: fc.oneof(
      fc.array(claim, { minLength: 1, maxLength: 3 }),
      fc.constant<TaskModel['claims']>([{ kind: 'none', text: 'none' }]),
    ),
    note: fc.option(words),
    gate: fc.boolean(),
  })
  .map(({ written, status, ...rest }) => ({
    ...rest,
    state: written.state,
    box: written.box,
    status: `${written.word}${status}`,
  }));

const roadmap = fc.record({
  title: words,
  phases: fc.array(fc.record({ title: words, tasks: fc.array(task, { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  entries: fc.array(fc.tuple(fc.constantFrom('Name', 'Image used', 'Run URL'), words), {
    minLength: 1,
    maxLength: 3,
  }),
  surprises: fc.array(words, { minLength: 1, maxLength: 3 }),
  review: fc.array(fc.record({ title: words, requirements: fc.array(words, { maxLength: 3 }) }), {
    maxLength: 3,
  }),
  signedBy: words,
  log: fc.array(words, { maxLength: 3 }),
});
type Model = typeof roadmap extends fc.Arbitrary<infer T> ? T : never;

/** Bullets, line ends and blank lines differ from author to author. */
const hand = fc.record({
  bullet: fc.constantFrom('-', '*', '+'),
  end: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  loose: fc.boolean(),
  bold: fc.boolean(),
});
type Hand = typeof hand extends fc.Arbitrary<infer T> ? T : never;

function print(model: Model, { bullet, end, mark, loose, bold }: Hand): Uint8Array {
  const field = (name: string, value: string): string =>
    `  ${bullet} ${bold ? `**${name}:**` : `${name}:`} ${value}`;
  const lines = [`# ${model.title}`, ''];
  model.phases.forEach((phase, p) => {
    lines.push(`### P${p} — ${phase.title}`, '');
    phase.tasks.forEach((one, t) => {
      lines.push(`${bullet} [${one.box}] **P${p}.${t + 1}** ${one.title}`);
      lines.push(field('Commit', one.claims.map(({ text }) => text).join(', ')), field('Status', one.status));
      if (one.gate) lines.push(field('Gate', 'yes'));
      if (one.note !== null) lines.push(`  ${bullet} ${one.note}`);
      if (loose) lines.push('');
    });
    lines.push('');
  });
  lines.push(
    '## Final report',
    '',
    '**Runner:**',
    '',
    ...model.entries.map(([name, value]) => `- ${name}: ${value}`),
    '',
  );
  lines.push(
    '**Surprises:**',
    '',
    ...model.surprises.map((one) => `- ${one}`),
    '',
    '## Review checklist',
    '',
  );
  model.review.forEach(({ title, requirements }, r) => {
    lines.push(`- [ ] **R${r + 1}** ${title}`, ...requirements.map((one) => `  - ${one}`));
  });
  lines.push(
    '',
    '**Sign-off:**',
    '',
    `- Reviewed by: ${model.signedBy}`,
    '',
    '## Change log',
    '',
    '| Date | Action |',
    '| --- | --- |',
  );
  lines.push(...model.log.map((one) => `| 2026-01-01 | ${one} |`));
  return new TextEncoder().encode((mark ? '\ufeff' : '') + lines.join(end));
}

describe('a printed roadmap', () => {
  test('comes back as the graph that it was made from', () => {
    fc.assert(
      fc.property(roadmap, hand, (model, author) => {
        const bytes = print(model, author);
        const { graph } = parseRoadmap(bytes, { path: 'ROADMAP.md', dialect: execution });
        const tasks = graph.phases.flatMap((phase) => phase.tasks);
        if (tasks.length > 0)
          expect(parseRoadmap(bytes, { path: 'ROADMAP.md' }).graph.dialect).toBe('execution');
        expect(graph.title).toBe(model.title);
        expect(graph.phases.map(({ id, title }) => ({ id, title }))).toEqual(
          model.phases.map(({ title }, p) => ({ id: `P${p}`, title })),
        );
        const found = tasks.map(({ title, state, box, fields, claims, notes, gate }) => ({
          title,
          state,
          box,
          status: fields.find(({ name }) => name === 'Status')?.value,
          claims: claims.map(({ kind, text }) => ({ kind, text })),
          note: notes[0]?.text ?? null,
          gate,
        }));
        expect(found).toEqual(model.phases.flatMap((phase) => phase.tasks));
        expect(tasks.map(({ id }) => id)).toEqual(
          model.phases.flatMap(({ tasks: list }, p) => list.map((_, t) => `P${p}.${t + 1}`)),
        );
        expect(graph.report?.groups[0]?.entries.map(({ name, value }) => [name, value])).toEqual(
          model.entries,
        );
        expect(graph.report?.lists[0]?.items.map(({ text }) => text)).toEqual(model.surprises);
        expect(
          graph.review.map(({ title, requirements }) => ({
            title,
            requirements: requirements.map(({ text }) => text),
          })),
        ).toEqual(model.review);
        expect(graph.signOff?.entries.map(({ name, value }) => [name, value])).toEqual([
          ['Reviewed by', model.signedBy],
        ]);
        expect(graph.changeLog?.rows.map(({ cells }) => cells.map(({ value }) => value))).toEqual(
          model.log.map((one) => ['2026-01-01', one]),
        );
      }),
      { numRuns: 120 },
    );
  });
});
