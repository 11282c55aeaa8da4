import {
  type AskedClaim,
  type Config,
  decodeSource,
  type Facts,
  findFact,
  isAsked,
  isSource,
  type JudgedHandoff,
  listTasks,
} from '@roadmap-as-code/core';
import {
  isReadyForReview,
  judgeHandoff,
  listNamedCommits,
  listNamedFiles,
  type NamedCommit,
  type NamedFile,
  parseHandoff,
  placeSections,
  planSections,
  spellControls,
  type WrittenHandoff,
} from '@roadmap-as-code/core/handoff';
import { readBounded } from '../files/read-file.ts';
import type { Repository } from '../git/find-repository.ts';
import { listIgnored } from '../git/is-ignored.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Gathered, gather, openSubject } from './gather.ts';
import { maskSecrets } from './make-handoff.ts';

/** A handoff that somebody wrote. */
export interface HandoffFileRequest {
  /** Absolute path. */
  readonly absolute: string;
  /** As the user knows it. */
  readonly shown: string;
  readonly range: string | null;
}

/** Holds a written handoff to the sections of its template, and to what git says of the commits and files that it names. */
export async function checkHandoff(
  repository: Repository,
  config: Config | null,
  loaded: LoadedRoadmap,
  { absolute, shown, range }: HandoffFileRequest,
): Promise<JudgedHandoff> {
  const written = readWritten(await readBounded(absolute, shown), shown);
  const subject = await openSubject(repository, config, loaded, range);
  const { roadmap, commit } = subject;
  const sections = planSections(roadmap.config?.handoff);
  // What a folder at the root is called is known once the files are: commits are looked for before.
  const grounds = { hashLength: commit.length, hasTopFolder: () => false };
  const isQuoted = makeQuoteTest(roadmap);
  const all = listNamedCommits(written, grounds);
  refuseMany(all, shown);
  const commits = all.filter((named) => !isQuoted(named));
  const gathered = await gather(repository, config, subject, commits.map(toClaim));
  const branch = listBranch(gathered, roadmap);
  const files = listNamedFiles(written, placeSections(written, sections), {
    ...grounds,
    hasTopFolder: (name) => branch.top.has(name),
  });
  const absent = files.filter((named) => !isOfBranch(named, branch, roadmap));
  const ignored = new Set(await listIgnored(repository.root, [...new Set(absent.map(({ path }) => path))]));
  const findings = judgeHandoff(written, commits, files, {
    sections,
    isReady: isReadyForReview(roadmap.graph, gathered.report.diagnostics),
    target: gathered.facts.target,
    factOf: (named) => lookUp(named, gathered.facts),
    isOfBranch: (named) => isOfBranch(named, branch, roadmap) || (!named.isListed && ignored.has(named.path)),
    listFiles: () => gathered.files,
  });
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  const judged: JudgedHandoff = {
    schemaVersion: 1,
    file: shown,
    roadmap: roadmap.graph.path,
    commit,
    diagnostics: findings.map((one) => ({ ...one, file: shown })),
    summary: { errors: count('error'), warnings: count('warning'), infos: 0 },
  };
  return maskSecrets(judged, roadmap);
}

function readWritten(bytes: Uint8Array, shown: string): WrittenHandoff {
  const source = decodeSource(bytes);
  if (!isSource(source)) {
    const { line, column } = source.place;
    throw new InputError(`${shown}:${line}:${column}: it is not valid UTF-8 here`, 'Save it as UTF-8.');
  }
  const written = parseHandoff(source.text);
  if ('message' in written)
    throw new InputError(`${shown}:${written.line}:1: it ${written.message}`, 'Nest less deeply.');
  return written;
}

/** Commits that a handoff may name, since each is looked up. */
const MOST_COMMITS = 5000;

function refuseMany(commits: readonly NamedCommit[], shown: string): void {
  if (commits.length > MOST_COMMITS)
    throw new InputError(
      `${shown}: it names ${commits.length} commits`,
      `${MOST_COMMITS} is the most that is looked up: split it.`,
    );
}

function toClaim({ text, hashes, place }: NamedCommit): AskedClaim {
  return {
    kind: hashes.length === 2 ? 'range' : 'commit',
    text,
    hashes: [...hashes],
    repository: null,
    line: place.line,
    span: { start: 0, end: 0 },
  };
}

function lookUp(named: NamedCommit, facts: Facts): ReturnType<typeof findFact> & {} {
  const fact = findFact(toClaim(named), facts);
  if (fact === null) throw new Error(`${named.text}: it was not looked up`);
  return fact;
}

/** Tells whether words are the roadmap's: a hash in its prose, which no task claims, is no evidence of the handoff's. */
function makeQuoteTest({ graph, source }: LoadedRoadmap): (named: NamedCommit) => boolean {
  const claimed = listTasks(graph).flatMap(({ claims }) =>
    claims.filter(isAsked).flatMap((claim) => claim.hashes),
  );
  const text = source.text.toLowerCase();
  const isQuoted = (hash: string): boolean =>
    text.includes(hash) && !claimed.some((one) => one.startsWith(hash) || hash.startsWith(one));
  return ({ hashes }) => hashes.every(isQuoted);
}

interface Branch {
  /** Files of the commit, and what the branch touches under all of its names. */
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Folders at the root. */
  readonly top: ReadonlySet<string>;
  /** Last parts of paths. */
  readonly names: ReadonlySet<string>;
}

function listBranch({ files, touched }: Gathered, { graph }: LoadedRoadmap): Branch {
  const all = [
    ...files,
    graph.path,
    ...touched.flatMap(({ path, from }) => [path, ...(from === null ? [] : [from])]),
  ];
  // As a handoff shows them.
  const paths = [...new Set(all)].map(spellControls);
  const folders = new Set<string>();
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return {
    files: new Set(paths),
    folders,
    top: new Set([...folders].filter((folder) => !folder.includes('/'))),
    names: new Set(paths.map((path) => path.slice(path.lastIndexOf('/') + 1))),
  };
}

/** A name without a folder is that of a file anywhere; and what the roadmap itself names is named after it. */
function isOfBranch(
  { path, isListed }: NamedFile,
  { files, folders, names }: Branch,
  { source }: LoadedRoadmap,
): boolean {
  if (files.has(path) || folders.has(path)) return true;
  return !isListed && ((!path.includes('/') && names.has(path)) || source.text.includes(path));
}
