import type { Roadmap } from '../generated/roadmap.types.ts';
import { isPlaceholder } from '../parse/placeholder.ts';

/** What a text becomes, or the entry of the report that it lacks. */
export type Filled =
  | { readonly kind: 'filled'; readonly value: unknown }
  | { readonly kind: 'missing'; readonly entry: string };

const REFERENCE = /\$\{report\.(?<path>[^${}]{1,200})\}/g;

/**
 * Puts entries of the final report in the place of `${report.Group.Entry}`, in every text of a value. An entry that is in
 * no group is named by itself; what stands in backticks is meant without them.
 */
export function fillValues(value: unknown, graph: Roadmap): Filled {
  if (typeof value === 'string') return fillText(value, graph);
  if (Array.isArray(value)) {
    const parts = value.map((one: unknown) => fillValues(one, graph));
    return parts.find(({ kind }) => kind === 'missing') ?? { kind: 'filled', value: parts.map(takeValue) };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'filled', value };
  const pairs = Object.entries(value).map(([key, one]) => [key, fillValues(one, graph)] as const);
  const missing = pairs.find(([, one]) => one.kind === 'missing');
  return (
    missing?.[1] ?? {
      kind: 'filled',
      value: Object.fromEntries(pairs.map(([key, one]) => [key, takeValue(one)])),
    }
  );
}

function takeValue(filled: Filled): unknown {
  return filled.kind === 'filled' ? filled.value : null;
}

function fillText(text: string, graph: Roadmap): Filled {
  const missing: string[] = [];
  const value = text.replace(REFERENCE, (whole, path: string) => {
    const found = findEntry(path, graph);
    if (found === null) missing.push(path);
    return found ?? whole;
  });
  const [entry] = missing;
  return entry === undefined ? { kind: 'filled', value } : { kind: 'missing', entry };
}

/** Null where the report has no such entry, or a placeholder there. */
function findEntry(path: string, { report }: Roadmap): string | null {
  const groups = report?.groups ?? [];
  const all = [
    ...(report?.entries ?? []).map(({ name, value }) => ({ path: name, value })),
    ...groups.flatMap((group) =>
      group.entries.map(({ name, value }) => ({ path: `${plainName(group.name)}.${name}`, value })),
    ),
  ];
  const found = all.find((one) => one.path.toLowerCase() === path.trim().toLowerCase())?.value;
  return found === undefined || isPlaceholder(found) ? null : found.replace(/^`([^`]*)`$/, '$1').trim();
}

/** `E2E validation (P3)` is called `E2E validation`. */
function plainName(name: string): string {
  return name.replace(/\s*\([^()]*\)\s*$/, '');
}
