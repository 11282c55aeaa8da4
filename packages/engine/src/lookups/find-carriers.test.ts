import { expect, test } from '@jest/globals';
import { dialects, isAsked, listTasks, makePolicy } from '@roadmap-as-code/core';
import { makeHistory } from '@roadmap-as-code/core/history';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import type { ObjectReader } from '../git/object-reader.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { findCarriers, listThisClaims } from './find-carriers.ts';

const PATH = 'ROADMAP.md';

function write(
  box: string,
  status: string,
  around: { title?: string; before?: string; after?: string } = {},
): string {
  const { title = 'Do', before = '', after = '' } = around;
  return `### P0 — Work\n\n${before}- [${box}] **P0.1** ${title}\n  - Commit: this\n${status}${after}`;
}

const open = '### P0 — Work\n\n- [ ] **P0.1** Do\n  - Commit: none (not yet)\n  - Status: open\n';
const seen = '  - Status: seen\n';
const failed = '  - Status: FAILED: no\n';
const other = '- [ ] **P0.2** Rest\n  - Commit: none (not yet)\n  - Status: open\n';

function load(text: string): LoadedRoadmap & { readonly counted: { parsed: number } } {
  const [dialect] = dialects;
  if (dialect === undefined) throw new Error('there is no dialect');
  const counted = { parsed: 0 };
  const read = (bytes: Uint8Array) => parseRoadmap(bytes, { path: PATH, dialect });
  const { graph, source } = read(Buffer.from(text));
  if (source === null) throw new Error('it was not read');
  const parse = (bytes: Uint8Array) => {
    counted.parsed += 1;
    return read(bytes).graph;
  };
  return { graph, source, dialect, policy: makePolicy(dialect, {}), config: null, why: [], parse, counted };
}

/** Traces the tick of the last version through a line of versions; the place of the one that carries it. */
async function trace(versions: readonly string[]): Promise<{ carrier: number | string; parsed: number }> {
  const roadmap = load(versions.at(-1) ?? '');
  const ids = versions.map((_, at) => `commit ${at}`);
  const history = makeHistory(
    ids.map((id, at) => ({ id, parents: ids.slice(at - 1, at), refs: [], reverts: [] })).reverse(),
  );
  const objects: ObjectReader = {
    read: async (name) => {
      const bytes = Buffer.from(versions[Number(name)] ?? '');
      return { kind: 'object', id: name, type: 'blob', bytes };
    },
    close: async () => ({ stderr: '', trouble: null }),
  };
  const changes = new Map(
    versions.flatMap((text, at) => (text === versions[at - 1] ? [] : [[ids[at] ?? '', `${at}`] as const])),
  );
  const claims = listThisClaims(
    roadmap,
    listTasks(roadmap.graph).flatMap(({ claims: made }) => made.filter(isAsked)),
  );
  const traced = { blobs: new Map([[PATH, changes]]), gone: new Map() };
  const { found } = await findCarriers(roadmap, claims, history, 0, traced, objects);
  const [sighting] = found.values();
  const carrier = sighting?.kind === 'commit' ? ids.indexOf(sighting.commit) : (sighting?.kind ?? 'none');
  return { carrier, parsed: roadmap.counted.parsed };
}

test.each<[string, readonly string[], number]>([
  ['that ticks it', [open, open, write('x', seen), write('x', seen)], 2],
  [
    'that ticks it, and not the one that says more of it',
    [open, write('x', seen), write('x', '  - Status: again\n')],
    1,
  ],
  [
    'that ticks it, and not the one that gives it another title',
    [open, write('x', seen), write('x', seen, { title: 'Make' })],
    1,
  ],
  [
    'that ticks it, and not the one that writes around it',
    [open, write('x', seen), write('x', seen, { before: other })],
    1,
  ],
  ['that ticks it again', [open, write('x', seen), open, write('x', seen)], 3],
  [
    'that makes it done, where its Status said that it failed',
    [open, write('x', failed), write('x', seen)],
    2,
  ],
  ['that makes it done, where its Status failed and goes', [open, write('x', failed), write('x', '')], 2],
  [
    'that makes it done, where another task follows',
    [write('x', failed, { after: other }), write('x', seen, { after: other })],
    1,
  ],
  ['that makes it done, where its Status stood behind a gap', [write('x', `\n${failed}`), write('x', '')], 1],
  ['in which the file appears', [write('x', seen)], 0],
])('the tick is carried by the commit %s', async (_name, versions, carrier) => {
  expect(await trace(versions)).toMatchObject({ carrier });
});

test('a version is parsed only where the task is written in another way than before', async () => {
  const around = Array.from({ length: 20 }, (_, at) => write('x', seen, { after: `\n## Note ${at}\n` }));
  const later = around.map((text) => text.replace('seen', 'seen again'));
  expect(await trace([open, ...around, ...later])).toEqual({ carrier: 1, parsed: 1 });
});

test('no version is parsed where boxes are ticked one after the other', async () => {
  const plain = (ticked: number): string =>
    `### P0 — Work\n\n${Array.from({ length: 20 }, (_, at) =>
      at < ticked
        ? `- [x] **P0.${at + 1}** Do\n  - Commit: this\n  - Status: seen this\n`
        : `- [ ] **P0.${at + 1}** Do this\n  - Commit:\n  - Status:\n`,
    ).join('')}`;
  const versions = Array.from({ length: 21 }, (_, ticked) => plain(ticked));
  expect(await trace(versions)).toEqual({ carrier: 20, parsed: 0 });
});
