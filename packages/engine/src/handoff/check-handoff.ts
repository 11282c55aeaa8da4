import {
  type AskedClaim,
  type CommitFact,
  type Config,
  decodeSource,
  findFact,
  isSource,
  type JudgedHandoff,
} from '@roadmap-as-code/core';
import {
  isReadyForReview,
  judgeHandoff,
  listNamedCommits,
  listNamedFiles,
  makeBranch,
  makeQuoteTest,
  type NamedCommit,
  parseHandoff,
  placeSections,
  planSections,
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
  const text = roadmap.source.text;
  const isQuoted = makeQuoteTest(roadmap.graph, text);
  const all = listNamedCommits(written, commit.length);
  refuseMany(all, shown);
  const commits = all.filter((named) => !isQuoted(named));
  const gathered = await gather(repository, config, subject, commits.map(toClaim));
  const branch = makeBranch(gathered.files, gathered.touched, { graph: roadmap.graph, text });
  const files = listNamedFiles(written, placeSections(written, sections), branch);
  const absent = files.filter((named) => !branch.isOfBranch(named));
  const ignored = new Set(await listIgnored(repository.root, [...new Set(absent.map(({ path }) => path))]));
  const findings = judgeHandoff(written, commits, files, {
    sections,
    isReady: isReadyForReview(roadmap.graph, gathered.report.diagnostics),
    target: gathered.facts.target,
    factOf: (named) => lookUp(named, gathered),
    isOfBranch: (named) => branch.isOfBranch(named) || (!named.isListed && ignored.has(named.path)),
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

/** In bytes: more than forges take, and no more than the Markdown parser reads in bearable time, whatever it says. */
const LONGEST = 256 * 1024;

function readWritten(bytes: Uint8Array, shown: string): WrittenHandoff {
  if (bytes.length > LONGEST)
    throw new InputError(
      `${shown}: it is ${Math.ceil(bytes.length / 1024)} KiB long`,
      `${LONGEST / 1024} KiB is the most that is read: shorten it.`,
    );
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
    source: 'text',
    text,
    hashes: [...hashes],
    repository: null,
    line: place.line,
    span: { start: 0, end: 0 },
  };
}

/** A commit that is handed over itself need not have landed on the target yet. */
function lookUp(named: NamedCommit, { facts, reaches }: Gathered): CommitFact {
  const fact = findFact(toClaim(named), facts);
  if (fact === null) throw new Error(`${named.text}: it was not looked up`);
  return fact.fact === 'pending' && fact.commit !== null && reaches(fact.commit)
    ? { ...fact, fact: 'landed' }
    : fact;
}
