/** What a commit says of a task's evidence, in trailers that this tool writes. */
export interface TickNote {
  /** Full hash; of a range, `from..to`. */
  readonly evidence: string;
  /** Patch ids: of the commit; of a range as a whole, then of each of its commits, the oldest first. */
  readonly patches: readonly string[];
}

/** A hash that was written in the place of another (`roadmap rebind`). */
export interface RebindNote {
  /** Full hash. */
  readonly from: string;
  /** Full hash. */
  readonly to: string;
}

/** What a commit tells of where its work came from, besides its patch. */
export interface CommitNotes {
  /** Address of the author. */
  readonly author: string;
  /** When it was authored, in seconds since 1970. */
  readonly time: number;
  readonly subject: string;
  readonly ticks: readonly TickNote[];
  readonly rebinds: readonly RebindNote[];
  /** Full hashes that it names as what it was made of, as git-cherry-pick(1) -x and git-merge(1) --squash do. */
  readonly sources: readonly string[];
  /** Subjects that it lists, as forges do in the body of a squash. */
  readonly subjects: readonly string[];
  /** Addresses. */
  readonly coAuthors: readonly string[];
}

const HASH = '(?:[0-9a-f]{64}|[0-9a-f]{40})';
const TRAILER = new RegExp(
  `^[ \\t]*Roadmap-(?:Evidence: (?<evidence>${HASH}(?:\\.\\.${HASH})?)|Patch: (?<patch>${HASH}))[ \\t]*\\r?$`,
);
const REBIND = new RegExp(`^[ \\t]*Roadmap-Rebind: (?<from>${HASH}) (?<to>${HASH})[ \\t]*\\r?$`, 'gm');
const SOURCE = new RegExp(
  `^[ \\t]*(?:commit |\\(cherry picked from commit )(?<hash>${HASH})\\)?[ \\t]*\\r?$`,
  'gm',
);
const LISTED = /^\* (?<subject>\S.*)$/gm;
const CO_AUTHOR = /^[ \t]*Co-authored-by:[^<\n]*<(?<address>[^<>\n]+)>/gim;
/** No squash has more, and each costs memory. */
const MOST = 1000;

/** @param time in seconds since 1970 */
export function readNotes(author: string, time: number, message: string): CommitNotes {
  const [subject = ''] = message.trimStart().split(/\n\s*\n/, 1);
  return {
    author,
    time,
    subject: subject.trim().replace(/\s+/g, ' '),
    ticks: message.includes('Roadmap-Evidence: ') ? readTicks(message) : [],
    rebinds: message.includes('Roadmap-Rebind: ') ? readRebinds(message) : [],
    sources: listGroups(message, SOURCE, 'hash'),
    subjects: listGroups(message, LISTED, 'subject'),
    coAuthors: message.includes('<') ? listGroups(message, CO_AUTHOR, 'address') : [],
  };
}

function listGroups(message: string, pattern: RegExp, name: string): string[] {
  const found: string[] = [];
  for (const { groups } of message.matchAll(pattern)) {
    if (found.push((groups?.[name] ?? '').trim()) === MOST) break;
  }
  return found;
}

function readRebinds(message: string): RebindNote[] {
  const from = listGroups(message, REBIND, 'from');
  const to = listGroups(message, REBIND, 'to');
  return from.map((one, at) => ({ from: one, to: to[at] ?? '' }));
}

/** The patches of what is cited stand right behind it; those of other commits, elsewhere. */
function readTicks(message: string): TickNote[] {
  const ticks: { evidence: string; patches: string[] }[] = [];
  let isBehind = false;
  for (const line of message.split('\n')) {
    const { evidence, patch } = TRAILER.exec(line)?.groups ?? {};
    if (evidence !== undefined) {
      if (ticks.length === MOST) break;
      ticks.push({ evidence, patches: [] });
    } else if (patch !== undefined && isBehind) ticks.at(-1)?.patches.push(patch);
    isBehind = evidence !== undefined || (patch !== undefined && isBehind);
  }
  return ticks;
}
