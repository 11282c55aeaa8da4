import type { RoadmapConfig, SelftestWay } from '@roadmap-as-code/core';

/** The commits that planted ticks cite, by full hashes, in a repository of selftest's own. */
export interface Material {
  /** Landed; P0.1 cites it before the change. */
  readonly work: string;
  /** Landed, and no task cites it. */
  readonly free: string;
  /** Landed, and no task cites it, either. */
  readonly other: string;
  /** On another branch. */
  readonly pending: string;
  /** No branch reaches it. */
  readonly dangling: string;
  /** No such object is there. */
  readonly absent: string;
  /** Landed, and changes nothing. */
  readonly empty: string;
  /** Landed, and changes a roadmap alone. */
  readonly update: string;
  /** Landed, and was reverted. */
  readonly reverted: string;
  /** A tree. */
  readonly tree: string;
  /** Digits that two commits begin with. */
  readonly ambiguous: string;
}

/** What stands between the brackets of a box under the policy in question. */
export interface Boxes {
  readonly todo: string;
  readonly done: string;
}

/** What a planted change is made with. */
export interface Kit extends Material {
  readonly boxes: Boxes;
}

type Text = (text: string, kit: Kit) => string;

/** A change that is planted: what was there before, and what it makes of it. */
export interface Plant {
  readonly name: string;
  readonly group: 'good' | 'bad' | 'disarming';
  /** The rule that catches it; null for a good one. */
  readonly rule: string | null;
  /** What that rule has by default. */
  readonly severity: 'error' | 'warning';
  /** What a dialect or a roadmap must have for it to be asked about. */
  readonly needs?: 'ids' | 'fields' | 'order' | 'gates';
  /**
   * `beside`: its commit changes other files than roadmaps, too; `shallow`: the clone has no history before it. Alone
   * without it.
   */
  readonly setting?: 'beside' | 'shallow';
  /** The ways in that do not look at such a thing. */
  readonly except?: readonly SelftestWay[];
  /** Where the roadmap before the change is another than the usual one. */
  readonly before?: Text;
  /** Its entry in the config before the change, where that is another. */
  readonly entryBefore?: (entry: RoadmapConfig) => RoadmapConfig;
  readonly edit: Text;
  /** Its entry in the config after the change; null where it is taken out. */
  readonly entry?: (entry: RoadmapConfig) => RoadmapConfig | null;
}

/** The usual roadmap: a phase with a task that is done and two that are open, and a phase that waits for it. */
export function writeRoadmap({ boxes: { todo, done }, work }: Kit): string {
  return `# Selftest

### P0 — First

- [${done}] **P0.1** Read the manual
  - Commit: ${work}
  - Status: PASS: seen
- [${todo}] **P0.2** Build the engine
  - Commit:
  - Status:
- [${todo}] **P0.3** Paint the walls
  - Commit:
  - Status:

### P1 — Second

- [${todo}] **P1.1** Sell the house
  - Commit:
  - Status:
`;
}

/** Writes a task as a person would: its box, its Commit and its Status. */
export function write(text: string, id: string, box: string, commit: string, status: string): string {
  const lines = text.split('\n');
  const at = findTask(lines, id);
  lines[at] = (lines[at] ?? '').replace(/\[.*?\]/, `[${box}]`);
  lines[at + 1] = `  - Commit: ${commit}`.trimEnd();
  lines[at + 2] = `  - Status: ${status}`.trimEnd();
  return lines.join('\n');
}

/** The text without a task and its fields. */
export function remove(text: string, id: string): string {
  const lines = text.split('\n');
  lines.splice(findTask(lines, id), 3);
  return lines.join('\n');
}

/** The text with a line more behind the fields of a task. */
export function addLine(text: string, id: string, line: string): string {
  const lines = text.split('\n');
  lines.splice(findTask(lines, id) + 3, 0, line);
  return lines.join('\n');
}

function findTask(lines: readonly string[], id: string): number {
  return lines.findIndex((line) => line.includes(`**${id}**`));
}
