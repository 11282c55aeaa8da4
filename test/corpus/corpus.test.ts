import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listTasks } from '@roadmap-as-code/core';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { validateRoadmap } from '@roadmap-as-code/core/schema';
import { findBoxes } from './find-boxes.ts';

const root = join(import.meta.dirname, '../..');
/** The project's own files, in the shapes of real ones. */
const own = join(root, 'test/fixtures/plans');
/** Real plans of others, where they are at hand; they are no part of the project. */
const real = ['corpus', 'seeds'].map((name) => join(root, '../shared', name));

/** Files on which the two counts differ, each with both numbers and the reason. */
const KNOWN: Readonly<Record<string, { ours: number; theirs: number; why: string }>> = {};

/** Files that are no UTF-8, which is refused. */
const REFUSED = ['nasty/YorgosPag__NestorApp__Validation_logic.md'];

function listPlans(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort();
}

const plans = [own, ...real].flatMap((folder) =>
  listPlans(folder).map((name) => ({ name, path: join(folder, name) })),
);

test('there are plans of the project itself', () => {
  expect(listPlans(own).length).toBeGreaterThanOrEqual(10);
});

describe.each(plans)('$name', ({ name, path }) => {
  const bytes = readFileSync(path);
  const { graph, failure } = parseRoadmap(bytes, { path: relative(root, path) });

  test('gives a graph that fits its schema', () => {
    expect(failure?.code ?? null).toBe(REFUSED.includes(name) ? 'not-utf8' : null);
    expect(validateRoadmap({ schemaVersion: 1, roadmap: graph })).toBe(true);
  });

  if (!REFUSED.includes(name)) {
    test('has its boxes on the lines where another parser finds them', () => {
      const requirements = graph.review.flatMap((item) =>
        item.requirements.filter(({ box }) => box !== null),
      );
      // Rows, front matter and letters are what this tool alone takes for tasks; test/corpus/truth holds those.
      const boxed = listTasks(graph).filter(
        ({ form, box }) => form === 'box' && !/^\p{L}/u.test(box.replace(/^[xX]$/, '')),
      );
      const nodes = [...boxed, ...graph.review, ...requirements];
      const ours = nodes.map(({ line }) => line).sort((a, b) => a - b);
      const theirs = findBoxes(bytes.toString());
      const known = KNOWN[name];
      if (known === undefined) expect(ours).toEqual(theirs);
      else
        expect({ ours: ours.length, theirs: theirs.length }).toEqual({
          ours: known.ours,
          theirs: known.theirs,
        });
    });
  }
});
