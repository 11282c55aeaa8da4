import { type Detected, detectDialect, dialects } from '../dialects/dialects.ts';
import { compileForms, type Forms } from '../dialects/forms.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, State } from '../generated/roadmap.types.ts';
import { emptyGraph } from '../graph/empty-graph.ts';
import type { Block } from '../markdown/blocks.ts';
import { readBlocks } from '../markdown/read-blocks.ts';
import { decodeSource, isSource, type Source } from '../source/source.ts';
import { buildGraph } from './build-graph.ts';
import { crowdLimit, findCrowd } from './crowd.ts';
import { measureNesting } from './nesting.ts';
import { readLegend } from './read-legend.ts';
import { countIds, type ListsRead } from './read-list.ts';
import { type Segment, splitSegments } from './segments.ts';

export interface ParseOptions {
  /** Path of the file relative to the repository's root, with forward slashes. */
  readonly path: string;
  /** The dialect to read it in; without it, the dialect is detected. */
  readonly dialect?: Dialect | undefined;
  /** Dialects of the config, which detection tries before all others. */
  readonly ownDialects?: readonly Dialect[] | undefined;
  /** Ids of the tasks that are gates, beside those with a field `Gate: yes`. */
  readonly gates?: readonly string[] | undefined;
  /** Whether the Markdown parser shall read all of it, where the plain reader could read parts. */
  readonly isStrict?: boolean | undefined;
  /** Boxes of the project's own, and their states; they overrule the dialect's. */
  readonly states?: Readonly<Record<string, State>> | undefined;
}

export interface Parsed {
  readonly graph: Roadmap;
  /** As the file speaks it, with the boxes of its own legend. */
  readonly dialect: Dialect;
  /** Why that dialect was taken, each a clause; empty where it was given. */
  readonly why: readonly string[];
  /** Null where the bytes are no UTF-8. */
  readonly source: Source | null;
  /** Why the graph is empty; null where the file could be read. */
  readonly failure: ParseFailure | null;
}

/** Why a file was not read, in words, with the 1-based place where that shows. */
export interface ParseFailure {
  readonly code: 'not-utf8' | 'too-large' | 'too-deep';
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export const parseLimits: { readonly size: number; readonly depth: number } = {
  /** In bytes. Of an execution roadmap, the Markdown parser takes 600 to 1,000 bytes of memory for each byte. */
  size: 4 * 1024 * 1024,
  /** In blocks. micromark takes time cubic in the depth of lists. */
  depth: 100,
};

/**
 * Reads a roadmap. Total: any bytes give a graph, an empty one with the reason where they are no UTF-8 or past a limit;
 * never throws. Pure: no file, no git, no clock.
 */
export function parseRoadmap(bytes: Uint8Array, options: ParseOptions): Parsed {
  if (bytes.length > parseLimits.size) {
    const message = `is ${inMebibytes(bytes.length)} MiB long; ${inMebibytes(parseLimits.size)} MiB is the most that is read`;
    return failed(null, options, { code: 'too-large', message, line: 1, column: 1 });
  }
  const source = decodeSource(bytes);
  if (!isSource(source)) {
    return failed(null, options, { code: 'not-utf8', message: 'is not valid UTF-8 here', ...source.place });
  }
  const nesting = measureNesting(source.text);
  if (nesting.depth > parseLimits.depth) {
    const message = `nests lists or quotes ${nesting.depth} deep; ${parseLimits.depth} is the most that is read`;
    return failed(source, options, { code: 'too-deep', message, line: nesting.line, column: 1 });
  }
  const crowd = findCrowd(source.text);
  if (crowd !== null) {
    const message = `has ${crowd.marks} marks such as * and [ in one paragraph; ${crowdLimit} is the most that is read`;
    return failed(source, options, { code: 'too-deep', message, line: crowd.line, column: 1 });
  }
  const markdown = readBlocks(source.text, options.isStrict === true);
  if (markdown === null) {
    const message = 'nests marks such as *emphasis* deeper than can be read';
    return failed(source, options, { code: 'too-deep', message, line: 1, column: 1 });
  }
  const legend = readLegend(markdown.blocks, source.text);
  const compiled = new Map<Dialect, Forms>();
  const compile = (dialect: Dialect): Forms => {
    const forms = compiled.get(dialect) ?? compileForms(dialect, { ...legend, ...options.states });
    compiled.set(dialect, forms);
    return forms;
  };
  const document = readInTurn(markdown.blocks, source.text, compile);
  const { dialect, why } = chooseDialect(source.text, options, document);
  const graph = buildGraph(markdown, source, compile(dialect), {
    ...options,
    legend,
    segments: document.split(dialect),
    lists: document.listsRead(dialect),
  });
  return { graph, dialect: withLegend(dialect, legend), why, source, failure: null };
}

/** A document as dialects see it. What was found for the last one that was asked for is kept: mostly it is read in that. */
interface InTurn {
  split(dialect: Dialect): readonly Segment[];
  countTasks(dialect: Dialect): number;
  /** What was read of its lists to count the tasks. */
  listsRead(dialect: Dialect): ListsRead;
}

function readInTurn(blocks: readonly Block[], text: string, compile: (dialect: Dialect) => Forms): InTurn {
  let last: { readonly dialect: Dialect; readonly segments: readonly Segment[] } | null = null;
  let read: { readonly dialect: Dialect; readonly lists: ListsRead } | null = null;
  return {
    split: (dialect) => {
      if (last?.dialect !== dialect)
        last = { dialect, segments: splitSegments(blocks, text, compile(dialect)) };
      return last.segments;
    },
    countTasks: (dialect) => {
      read = { dialect, lists: new Map() };
      return countIds(blocks, text, compile(dialect), read.lists);
    },
    listsRead: (dialect) => (read?.dialect === dialect ? read.lists : new Map()),
  };
}

function chooseDialect(
  text: string,
  { path, dialect, ownDialects }: ParseOptions,
  { split, countTasks }: InTurn,
): Detected {
  if (dialect !== undefined) return { dialect, why: [] };
  return detectDialect(
    {
      path,
      text,
      phases: (one) => split(one).filter(({ role }) => role.kind === 'phase' && role.own).length,
      tasks: countTasks,
    },
    ownDialects,
  );
}

/** The dialect as the file speaks it: its own legend says what its boxes mean. */
function withLegend(dialect: Dialect, legend: Readonly<Record<string, State>>): Dialect {
  if (Object.keys(legend).length === 0) return dialect;
  const boxes = { ...dialect.states.boxes, ...legend };
  return {
    ...dialect,
    states: { ...dialect.states, boxes, marks: { ...dialect.states.marks, ...invert(legend) } },
  };
}

/** The first mark of each state. */
function invert(legend: Readonly<Record<string, State>>): Record<string, string> {
  const marks: Record<string, string> = {};
  for (const [mark, state] of Object.entries(legend)) if (mark !== ' ') marks[state] ??= mark;
  return marks;
}

function failed(source: Source | null, options: ParseOptions, failure: ParseFailure): Parsed {
  const dialect = options.dialect ?? dialects[dialects.length - 1];
  if (dialect === undefined) throw new Error('there is no dialect');
  return { graph: emptyGraph(options.path, dialect.name), dialect, why: [], source, failure };
}

function inMebibytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}
