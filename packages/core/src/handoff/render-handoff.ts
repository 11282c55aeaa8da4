import type {
  Handoff,
  HandoffFile,
  HandoffMergeBlocker,
  HandoffPassage,
  HandoffProof,
  HandoffRun,
  HandoffSection,
  HandoffSource,
} from '../generated/handoff.types.ts';
import { cutText } from '../message/words.ts';
import { escapeText, quoteBlocks, quoteCode, quoteLine } from './quote-markdown.ts';

const SHORT = 12;
/** Characters of a line that others wrote. */
const LONGEST = 240;
/** Characters of a passage of the roadmap. */
const LONGEST_PASSAGE = 8000;
const MOST_FILES = 100;
const MOST_ROWS = 100;
const MOST_LINES = 40;

/** What the status line of a handoff begins with. */
export const STATUS_NAME = 'Handoff status';

/** A handoff as the Markdown of a pull request: the same bytes for the same data. */
export function renderHandoff(handoff: Handoff): string {
  const { status, file, commit, range, title, sections } = handoff;
  const state = status.isReady ? 'ready for review' : 'not ready';
  const of = range === null ? '' : `, for the range ${quoteCode(range)}`;
  const blocks = [
    `${STATUS_NAME}: ${state} — ${escapeText(status.text)}`,
    `## Review context pack: ${writeLine(title)}`,
    `Made from ${quoteCode(file)} at ${quoteCode(commit.slice(0, SHORT))}${of}.`,
    ...sections.flatMap((section) => [`### ${writeLine(section.title)}`, writeSection(section, handoff)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function writeSection(section: HandoffSection, handoff: Handoff): string {
  const placeholder = writePlaceholder(section.text);
  const { deviations, changes, files, evidence, blockers, mergeBlockers, sources } = handoff;
  switch (section.section) {
    case 'story':
      return writePassage(handoff.story, placeholder);
    case 'why':
      return writePassage(handoff.why, placeholder);
    case 'out-of-scope':
      return writePassage(handoff.outOfScope, placeholder);
    case 'decision':
      return writePassage(handoff.decision, placeholder);
    case 'own':
      return placeholder;
    case 'changes':
      return writeList(changes, MOST_LINES, ({ task, title, commits, hasEvidence }) => {
        const by = commits.length === 0 ? '' : ` (${writeHashes(commits)})`;
        const doubt = hasEvidence ? '' : ', ticked without good evidence';
        return `${writeLine(task)} — ${writeLine(title)}${by}${doubt}`;
      });
    case 'files':
      return writeList(files, MOST_FILES, writeFile);
    case 'evidence':
      return writeEvidence(evidence);
    case 'blockers':
      return writeList({ count: blockers.length, first: blockers }, MOST_LINES, (one) => {
        const why = one.reason === null ? 'no reason is given' : writeLine(one.reason);
        return `${writeLine(one.task)} — ${writeLine(one.title)} (${one.state}): ${why}`;
      });
    case 'deviations':
      return deviations === null
        ? placeholder
        : writeList({ count: deviations.length, first: deviations }, MOST_LINES, ({ text }) =>
            writeLine(text),
          );
    case 'merge-blockers':
      return writeList(mergeBlockers, MOST_LINES, (one) => `[ ] ${writeMergeBlocker(one)}`);
    case 'sources':
      return writeSources(sources);
    case 'test-plan':
      return writeTestPlan(handoff.testPlan, placeholder);
  }
}

/** In angle brackets that a forge shows: bare ones would be taken for HTML, and nobody would see them. */
function writePlaceholder(text: string): string {
  return `\\<${escapeText(text.replace(/[<>]/g, ''))}\\>`;
}

function writePassage(passage: HandoffPassage | null, placeholder: string): string {
  const text = passage === null ? '' : quoteBlocks(cutText(passage.text, LONGEST_PASSAGE));
  return text === '' ? placeholder : text;
}

function writeLine(markdown: string, isInTable = false): string {
  return quoteLine(cutText(markdown, LONGEST), isInTable);
}

function writeHashes(commits: readonly string[]): string {
  return commits.map((commit) => quoteCode(commit.slice(0, SHORT))).join(', ');
}

function writeList<T>(
  { count, first }: { readonly count: number; readonly first: readonly T[] },
  most: number,
  write: (one: T) => string,
): string {
  if (count === 0) return 'None.';
  const shown = first.slice(0, most).map((one) => `- ${write(one)}`);
  return [...shown, ...sayMore(count - shown.length)].join('\n');
}

function sayMore(more: number): string[] {
  return more === 0 ? [] : [`- and ${more} more`];
}

function writeFile({ path, from, change, added, removed, tasks }: HandoffFile): string {
  const says = [
    change === 'renamed' || from === null ? change : `${change}, renamed`,
    ...(from === null ? [] : [`from ${quoteCode(from)}`]),
  ].join(' ');
  const lines = added === null || removed === null ? '' : `, +${added} −${removed}`;
  const by = tasks.length === 0 ? '' : ` (${tasks.map((task) => writeLine(task)).join(', ')})`;
  return `${quoteCode(path)} — ${says}${lines}${by}`;
}

function writeEvidence({ count, first }: Handoff['evidence']): string {
  if (count === 0) return 'None: no task was begun.';
  const rows = first.slice(0, MOST_ROWS).map(writeProof);
  const more = count - rows.length;
  return [
    '| Task | Claim | Fact | Commit |\n| --- | --- | --- | --- |',
    ...rows,
    ...(more === 0 ? [] : [`| and ${more} more | | | |`]),
  ].join('\n');
}

function writeProof({ task, title, state, claim, fact, commit }: HandoffProof): string {
  const cells = [
    `${writeLine(task, true)} ${writeLine(title, true)}${state === 'done' ? '' : ` (${state})`}`,
    quoteCode(cutText(stripCode(claim), LONGEST), true) || 'none',
    escapeText(fact),
    commit === null ? 'none' : quoteCode(commit.slice(0, SHORT), true),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A claim that stands in code in the roadmap stands in it here without a second pair of backticks. */
function stripCode(claim: string): string {
  return claim.replace(/^`([^`]*)`$/, '$1');
}

function writeMergeBlocker({ kind, subject, text, rule }: HandoffMergeBlocker): string {
  const line = `${writeLine(subject)} — ${writeLine(text)}`;
  if (kind === 'error') return `${line} (${quoteCode(rule ?? '')})`;
  return `${line} ${kind === 'gate' ? '(a gate that is not passed)' : '(to be reviewed)'}`;
}

function writeSources({ documents, commits }: Handoff['sources']): string {
  const lines = documents.slice(0, MOST_LINES).map((one) => `- ${writeSource(one)}`);
  const cited = commits.first
    .slice(0, MOST_LINES)
    .map(
      ({ commit, subject }) =>
        `- ${quoteCode(commit.slice(0, SHORT))} — ${escapeText(cutText(subject, LONGEST))}`,
    );
  return [
    ...lines,
    ...sayMore(documents.length - lines.length),
    ...cited,
    ...sayMore(commits.count - cited.length),
  ].join('\n');
}

function writeSource({ target, kind }: HandoffSource): string {
  switch (kind) {
    case 'file':
      return quoteCode(target);
    case 'elsewhere':
      return `${quoteCode(target)} (outside of the repository, not looked up)`;
    case 'gone':
      return `${escapeText(target)} (linked, and not a file of the commit)`;
    case 'text':
      return writeLine(target);
  }
}

function writeTestPlan({ ran, claimed }: Handoff['testPlan'], placeholder: string): string {
  if (ran.length === 0 && claimed.count === 0) return placeholder;
  const runs = { count: ran.length, first: ran };
  return [
    'Run by `roadmap verify`, as refs/notes/roadmap has it:',
    writeList(runs, MOST_LINES, writeRun),
    ...(claimed.count === 0
      ? []
      : [
          'Claimed in the roadmap, and not seen by anything else:',
          writeList(claimed, MOST_LINES, ({ subject, text }) => `${writeLine(subject)} — ${writeLine(text)}`),
        ]),
  ].join('\n\n');
}

function writeRun({ task, name, commit, exitCode, passed, finished }: HandoffRun): string {
  const verdict = passed === null ? 'no verdict' : passed ? 'passed' : 'failed';
  return [
    `${quoteCode(cutText(name, LONGEST))} at ${quoteCode(commit.slice(0, SHORT))}: ${verdict}`,
    ...(exitCode === null ? [] : [`exit ${exitCode}`]),
    ...(finished === null ? [] : [escapeText(cutText(finished, LONGEST))]),
    ...(task === null ? [] : [`for ${writeLine(task)}`]),
  ].join(', ');
}
