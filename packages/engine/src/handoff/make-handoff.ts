import { type Config, decodeSource, type Handoff, type HandoffCommit, isSource } from '@roadmap-as-code/core';
import { buildHandoff, renderHandoff } from '@roadmap-as-code/core/handoff';
import type { Repository } from '../git/find-repository.ts';
import { openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { resolveTarget } from '../lookups/look-up-links.ts';
import { hideSecrets } from '../secrets/hide-secrets.ts';
import { gather, openSubject } from './gather.ts';
import { readRunNotes } from './read-run-notes.ts';

/** A review context pack, as data and as Markdown. */
export interface WrittenPack {
  readonly handoff: Handoff;
  readonly markdown: string;
}

/** Commits whose subjects and notes are read. */
const MOST_COMMITS = 500;
/** In bytes, of a commit whose subject is read. */
const LONGEST_COMMIT = 1024 * 1024;

/** Makes the review context pack of a roadmap. Secrets of the roadmap, and of what git tells, are masked. */
export async function makeHandoff(
  repository: Repository,
  config: Config | null,
  loaded: LoadedRoadmap,
  range: string | null,
): Promise<WrittenPack> {
  const subject = await openSubject(repository, config, loaded, range);
  const { roadmap, commit } = subject;
  const { facts, report, touched, files, cited } = await gather(repository, config, subject, []);
  const some = cited.slice(0, MOST_COMMITS);
  const [commits, runs] = await Promise.all([
    readSubjects(repository.folder, some),
    readRunNotes(repository.folder, some),
  ]);
  const there = new Set([...files, roadmap.graph.path]);
  const handoff = buildHandoff({
    ...roadmap,
    text: roadmap.source.text,
    template: roadmap.config?.handoff,
    commit,
    range,
    facts,
    diagnostics: report.diagnostics,
    files: touched,
    commits,
    runs,
    hasFile: (path) => there.has(path),
    resolve: (link) => resolveTarget(roadmap.graph.path, link.split('#', 1)[0] ?? ''),
  });
  const masked = await maskSecrets(handoff, roadmap);
  return { handoff: masked, markdown: renderHandoff(masked) };
}

async function readSubjects(folder: string, commits: readonly string[]): Promise<HandoffCommit[]> {
  const objects = openObjects(folder, LONGEST_COMMIT);
  const read = await Promise.all(
    commits.map(async (commit) => ({ commit, subject: (await readCommit(objects, commit))?.subject ?? '' })),
  );
  await objects.close();
  return read;
}

/** Masks the secrets of a roadmap in a value that quotes it, and those that the value has from elsewhere. */
export async function maskSecrets<Value>(value: Value, roadmap: LoadedRoadmap): Promise<Value> {
  const texts: string[] = [];
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') texts.push(next);
    else if (typeof next === 'object' && next !== null)
      for (const one of Object.values(next)) pending.push(one);
  }
  const source = decodeSource(new TextEncoder().encode(texts.join('\n')));
  return hideSecrets(value, [roadmap, ...(isSource(source) ? [{ source }] : [])]);
}
