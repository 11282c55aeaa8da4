import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, listTasks, type Roadmap } from '@roadmap-as-code/core';

const root = join(import.meta.dirname, '../..');
const corpus = join(root, '../shared/corpus');

/** A plan, and what somebody wrote down who read it. */
export interface Told {
  readonly name: string;
  /** Path of the file as it is in its repository. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The lines of the list, the first of which says the dialect. */
  readonly lines: readonly string[];
}

/** The project's own plans; the path of each in its repository is its path in its folder. */
export function listOwn(): Told[] {
  const folder = join(root, 'test/fixtures/dialects');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .map((name) => {
      const file = name.slice(0, -'.tsv'.length);
      const path = file.split('/').slice(2).join('/');
      return {
        name: file,
        path,
        bytes: readFileSync(join(folder, file)),
        lines: readList(join(folder, name)),
      };
    });
}

/** Real plans of others, which are no part of the project: none where they are not at hand. */
export function listReal(): Told[] {
  if (!existsSync(corpus)) return [];
  const rows = readFileSync(join(corpus, 'index.tsv'), 'utf8').trimEnd().split('\n').slice(1);
  return rows.map((row) => {
    const [file = '', , path = ''] = row.split('\t');
    const list = join(root, 'test/corpus/truth', file.replace(/\.md$/, '.tsv'));
    return { name: file, path, bytes: readFileSync(join(corpus, file)), lines: readList(list) };
  });
}

function readList(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

/** A graph in the form of such a list. */
export function writeList(graph: Roadmap): string[] {
  const tasks = listTasks(graph);
  const ids = new Set(tasks.flatMap(({ derived, id }) => (derived ? [] : [id])));
  return [
    `# dialect: ${graph.dialect}`,
    'line\tstate\tid\tevidence\tdepends',
    ...tasks.map((task) =>
      [
        task.line,
        task.state,
        task.derived ? '-' : task.id,
        joinValues(task.claims.flatMap(nameClaim)),
        joinValues(task.form === 'file' ? task.dependsOn : task.dependsOn.filter((id) => ids.has(id))),
      ].join('\t'),
    ),
  ];
}

function nameClaim({ kind, text, hashes, repository }: Claim): string[] {
  if (kind === 'pull-request') return [`PR#${/\d+$/.exec(text)?.[0] ?? ''}`];
  if (kind === 'foreign') return [`${repository ?? ''}@${hashes[0] ?? ''}`];
  return hashes.length === 0 ? [] : [hashes.join('..')];
}

function joinValues(values: readonly string[]): string {
  return values.length === 0 ? '-' : values.join(',');
}
