import { type Facts, makeFact, noFacts } from '../facts/facts.ts';
import type { Diagnostic } from '../generated/check.types.ts';
import type { HandoffSectionSetting } from '../generated/config.types.ts';
import type { Handoff, HandoffFile } from '../generated/handoff.types.ts';
import { type Example, readExample } from '../graph/read-example.ts';
import { makeBranch, makeQuoteTest } from './branch.ts';
import { buildHandoff, isReadyForReview } from './build-handoff.ts';
import { judgeHandoff, type PlacedFinding } from './judge-handoff.ts';
import { listNamedCommits, listNamedFiles } from './named-things.ts';
import { placeSections } from './place-sections.ts';
import { parseHandoff } from './read-handoff.ts';
import { planSections } from './sections.ts';

/** A roadmap that a test writes out, with what git has. */
export interface HandoffWorld {
  readonly markdown: string;
  readonly facts?: Facts['commits'];
  readonly files?: readonly string[];
  readonly touched?: readonly HandoffFile[];
  readonly errors?: readonly Diagnostic[];
  readonly template?: readonly HandoffSectionSetting[];
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** The handoff of such a world. */
export function buildExample(world: HandoffWorld): Handoff {
  const { graph, dialect } = readWorld(world);
  const files = new Set(world.files);
  return buildHandoff({
    graph,
    dialect,
    text: world.markdown,
    template: world.template,
    commit: COMMIT,
    range: null,
    facts: { ...noFacts, commits: world.facts ?? new Map() },
    diagnostics: world.errors ?? [],
    files: world.touched ?? [],
    commits: [],
    runs: [],
    hasFile: (path) => files.has(path),
    resolve: (link) => link.split('#')[0] ?? null,
  });
}

function readWorld({ markdown }: HandoffWorld): Example {
  return readExample(markdown, { dialect: 'execution' });
}

/** What is wrong with a handoff that somebody wrote in such a world. A commit that no fact is about is absent. */
export function judgeExample(text: string, world: HandoffWorld): PlacedFinding[] {
  const { graph } = readWorld(world);
  const { facts = new Map(), files = [], touched = [], errors = [], markdown } = world;
  const written = parseHandoff(text);
  if ('message' in written) throw new Error(written.message);
  const sections = planSections(world.template);
  const branch = makeBranch(files, touched, { graph, text: markdown });
  const isQuoted = makeQuoteTest(graph, markdown);
  const commits = listNamedCommits(written, COMMIT.length).filter((named) => !isQuoted(named));
  const named = listNamedFiles(written, placeSections(written, sections), branch);
  return judgeHandoff(written, commits, named, {
    sections,
    isReady: isReadyForReview(graph, errors),
    target: 'HEAD',
    factOf: (one) => {
      if (COMMIT.startsWith(one.text)) return makeFact('landed');
      const full = [...facts.values()].find(({ commit }) => commit?.startsWith(one.text));
      return facts.get(one.text) ?? full ?? makeFact('absent', { missing: [...one.hashes] });
    },
    isOfBranch: branch.isOfBranch,
    listFiles: () => files,
  });
}
