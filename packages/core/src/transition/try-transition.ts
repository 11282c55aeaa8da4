import type { RoadmapConfig } from '../generated/config.types.ts';
import { readExample } from '../graph/read-example.ts';
import { parseRoadmap } from '../parse/index.ts';
import { decodeSource, isSource } from '../source/source.ts';
import type { ReadFile } from './read-file.ts';
import { type Planned, planTransition } from './transit.ts';
import type { Transition } from './transition.ts';

/** A transition as a test asks for it; what it leaves out is not given. */
export type Asked = Pick<Transition, 'task' | 'to'> & Partial<Transition>;

export function makeTransition(asked: Asked): Transition {
  return {
    commit: null,
    status: null,
    subject: null,
    reason: null,
    override: null,
    date: '2026-03-04 05:06',
    ...asked,
  };
}

/** Asks for a transition in a file that a test writes out. */
export function tryTransition(
  markdown: string,
  asked: Asked,
  config: Omit<RoadmapConfig, 'path'> = {},
): Planned & { readonly file: ReadFile } {
  const { graph, dialect, policy, bytes } = readExample(markdown, config);
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error('the example is no UTF-8');
  const file = { graph, dialect, source };
  const parse = (written: Uint8Array): ReadFile['graph'] =>
    parseRoadmap(written, { path: graph.path, dialect, gates: config.gates, states: config.states }).graph;
  return { ...planTransition(file, policy, makeTransition(asked), parse), file };
}

/** The file as a legal transition leaves it. */
export function writeText(markdown: string, asked: Asked, config?: Omit<RoadmapConfig, 'path'>): string {
  const planned = tryTransition(markdown, asked, config);
  if (planned.kind === 'refused') throw new Error(planned.refusals.map(({ message }) => message).join('; '));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(planned.bytes);
}

/** The clause and the message of each refusal. */
export function listRefusals(markdown: string, asked: Asked, config?: Omit<RoadmapConfig, 'path'>): string[] {
  const planned = tryTransition(markdown, asked, config);
  if (planned.kind === 'planned') throw new Error(new TextDecoder().decode(planned.bytes));
  return planned.refusals.map(({ clause, message }) => `${clause}: ${message}`);
}
