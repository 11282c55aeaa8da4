import type { Field, Report } from '../generated/roadmap.types.ts';
import { suggestName } from '../message/suggest-name.ts';
import { nameSome } from '../message/words.ts';

/** A value of the final report, and what people call it. */
export interface FoundEntry {
  readonly kind: 'found';
  readonly field: Field;
  /** "Release: Version"; of an entry in no group, its name alone. */
  readonly name: string;
}

/** There is no such entry, or there are several. */
export interface NoEntry {
  readonly kind: 'unknown';
  readonly message: string;
  readonly help: string;
}

/** What stands for the entries in no group, beside the title of the report. */
const NO_GROUP = '-';

/**
 * The one entry that is meant. A group goes by its name, whatever its case and with or without what stands behind it in
 * parentheses: `first real release` is "First real release (P5)".
 */
export function findEntry(report: Report, group: string, key: string): FoundEntry | NoEntry {
  const groups = report.groups.map(({ name, entries }) => ({ name, entries, isNamed: true }));
  const all = [...groups, { name: report.title, entries: report.entries, isNamed: false }];
  const found = group === NO_GROUP ? all.slice(-1) : pick(all, group, ({ name }) => name);
  const [first] = found;
  if (first === undefined) return refuseName(`the final report has no group "${group}"`, group, all);
  const entries = found.flatMap(({ isNamed, name, entries: fields }) =>
    fields.map((field) => ({ field, name: isNamed ? `${name}: ${field.name}` : field.name })),
  );
  const [entry, ...others] = pick(entries, key, ({ field }) => field.name);
  if (entry === undefined) {
    const names = entries.map(({ field }) => field);
    return refuseName(`"${first.name}" in the final report has no "${key}"`, key, names);
  }
  if (others.length > 0) {
    const message = `several values of the final report are called "${entry.name}"`;
    return { kind: 'unknown', message, help: 'Give each a name of its own first.' };
  }
  return { kind: 'found', ...entry };
}

/** Those of just that name; else those whose name is the same but for case, marks and what is in parentheses. */
function pick<T>(candidates: readonly T[], name: string, nameOf: (one: T) => string): T[] {
  const exact = candidates.filter((one) => nameOf(one) === name);
  if (exact.length > 0) return exact;
  const alike = candidates.filter((one) => fold(nameOf(one)) === fold(name));
  return alike.length > 0
    ? alike
    : candidates.filter((one) => fold(dropNote(nameOf(one))) === fold(dropNote(name)));
}

/** Letters and digits in small, and single spaces. */
function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

function dropNote(name: string): string {
  return name.replace(/\([^()]*\)\s*:?\s*$/, '');
}

function refuseName(message: string, name: string, there: readonly { readonly name: string }[]): NoEntry {
  const names = there.map((one) => one.name);
  const near = suggestName(name, names);
  if (near !== null) return { kind: 'unknown', message, help: `Is "${near}" meant?` };
  const listed = nameSome(names.map((one) => `"${one}"`));
  return {
    kind: 'unknown',
    message,
    help: listed === '' ? 'It has nothing that can be set.' : `It has ${listed}.`,
  };
}
