import type { Dialect, State } from '../generated/dialect.types.ts';

/** The patterns of a dialect, compiled once for one parse. */
export interface Forms {
  readonly dialect: Dialect;
  readonly phaseHeadings: readonly { pattern: RegExp; idPrefix: string }[];
  /** At the start of a title: group `id`, and group `mark` where bold or code opens before the id. Null without ids. */
  readonly taskId: RegExp | null;
  /** At the end of a title: group `id`. */
  readonly idAtEnd: RegExp | null;
  /** At the head of the title of a task without an id. */
  readonly lead: RegExp | null;
  readonly reviewId: RegExp | null;
  /** In the heading of a phase: group `hash`. */
  readonly checkpoint: RegExp | null;
  /** In a task's own text: group `ids`. */
  readonly dependencies: readonly RegExp[];
  readonly boxes: ReadonlyMap<string, State>;
  /** State words in capitals, longest first. */
  readonly words: readonly (readonly [string, State])[];
  readonly sections: readonly (readonly [SectionKind, RegExp])[];
  readonly reviewPhase: RegExp | null;
  readonly reportList: RegExp | null;
  readonly phaseCount: RegExp | null;
  /** Whether a field of that name, in any case, has that meaning. */
  is(name: string, meaning: keyof Dialect['fields']): boolean;
  /** Every field name of the dialect, in lower case. */
  readonly knownFields: ReadonlySet<string>;
}

/** The parts of a roadmap beside its phases that the parser reads. */
export type SectionKind = 'outcome' | 'report' | 'review' | 'signOff' | 'changeLog';

/** A mark of bold text or code. */
const MARK = '(?:\\*\\*|__|`)';
/** A letter or digit behind an id makes it another one, with a hyphen between them or not: `P1.1-T` is not P1.1. */
const END_OF_ID = '(?!-?[\\p{L}\\p{N}]|\\.\\d|~)';
const PUNCTUATION = `[:.)]?${MARK}?(?:~~)?[:.]?(?:[ \\t]*[—–]|[ \\t]+-(?=[ \\t]))?[ \\t]*`;

/** An id takes the punctuation, the closing mark and the labels after it along. */
function idPattern({ id, before, behind }: Dialect['task']): RegExp | null {
  if (id === null) return null;
  const lead = before === null ? '' : `(?:${before})?`;
  const tail = behind === null ? '' : `(?:${behind})?`;
  const labels = behind === null ? '' : `(?:(?:${behind})[ \\t]*)?`;
  return new RegExp(
    `^(?:~~)?(?<mark>${MARK})?${lead}(?<id>${id})${tail}${END_OF_ID}${PUNCTUATION}${labels}`,
    'u',
  );
}

function patternOrNull(pattern: string | null): RegExp | null {
  return pattern === null ? null : new RegExp(pattern, 'iu');
}

const sorted = new WeakMap<Dialect, Forms['words']>();

/** The state words of a dialect, longest first. */
export function sortWords(dialect: Dialect): Forms['words'] {
  const words =
    sorted.get(dialect) ?? Object.entries(dialect.states.words).sort(([a], [b]) => b.length - a.length);
  sorted.set(dialect, words);
  return words;
}

/** Of dialects as they are: of a history, thousands of tasks are read one by one. */
const compiled = new WeakMap<Dialect, Forms>();

/** Compiles a dialect; `states` are the config's own boxes, which overrule the dialect's. */
export function compileForms(dialect: Dialect, states: Readonly<Record<string, State>> = {}): Forms {
  const isPlain = Object.keys(states).length === 0;
  const forms = (isPlain ? compiled.get(dialect) : undefined) ?? compileWith(dialect, states);
  if (isPlain) compiled.set(dialect, forms);
  return forms;
}

function compileWith(dialect: Dialect, states: Readonly<Record<string, State>>): Forms {
  const { sections } = dialect;
  const kinds: readonly SectionKind[] = ['signOff', 'review', 'report', 'changeLog', 'outcome'];
  const names = new Map<string, Set<keyof Dialect['fields']>>();
  for (const [meaning, list] of Object.entries(dialect.fields) as [keyof Dialect['fields'], string[]][]) {
    for (const name of list) {
      const key = name.toLowerCase();
      names.set(key, (names.get(key) ?? new Set()).add(meaning));
    }
  }
  const knownFields = new Set(names.keys());
  // As they are mostly written: asked for every field of every task.
  for (const [name, meanings] of [...names])
    names.set(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, meanings);
  return {
    dialect,
    phaseHeadings: (dialect.phase?.headings ?? []).map(({ pattern, idPrefix = '' }) => ({
      pattern: new RegExp(pattern, 'diu'),
      idPrefix,
    })),
    taskId: idPattern(dialect.task),
    idAtEnd:
      dialect.task.atEnd === null
        ? null
        : new RegExp(`(?:^|\\s)(?<id>${dialect.task.atEnd})(?:\\s*\\([^()]*\\))?$`, 'u'),
    lead:
      dialect.task.lead === null ? null : new RegExp(`^(?<mark>\\*\\*|__)?(?:${dialect.task.lead})`, 'iu'),
    reviewId: idPattern({ ...dialect.task, id: sections.reviewId, before: null, behind: null }),
    checkpoint: patternOrNull(dialect.evidence.heading),
    dependencies: dialect.dependencies.text.map((pattern) => new RegExp(pattern, 'giu')),
    boxes: new Map(Object.entries({ ...dialect.states.boxes, ...states })),
    words: sortWords(dialect),
    sections: kinds.flatMap((kind) => {
      const pattern = patternOrNull(sections[kind]);
      return pattern === null ? [] : [[kind, pattern] as const];
    }),
    reviewPhase: patternOrNull(sections.reviewPhase),
    reportList: patternOrNull(sections.reportList),
    phaseCount: patternOrNull(sections.phaseCount),
    is: (name, meaning) => (names.get(name) ?? names.get(name.toLowerCase()))?.has(meaning) ?? false,
    knownFields,
  };
}
