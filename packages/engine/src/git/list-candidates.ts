/** An object that a hash can mean which is too short. */
export interface Candidate {
  /** As many digits as are needed to tell it from the others. */
  readonly digits: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
}

const AMBIGUOUS = /^error: short object ID (?<hash>[0-9a-f]+) is ambiguous$/;
const CANDIDATE = /^hint: +(?<digits>[0-9a-f]{4,64}) (?<type>commit|tree|blob|tag)\b/;

/** What git lists on standard error for each hash that it calls ambiguous, by that hash. */
export function listCandidates(stderr: string): Map<string, Candidate[]> {
  const candidates = new Map<string, Candidate[]>();
  let list: Candidate[] = [];
  for (const line of stderr.split('\n')) {
    const hash = AMBIGUOUS.exec(line)?.groups?.['hash'];
    if (hash !== undefined) {
      // It is said once for commits and once for all kinds of objects; the last list has them all.
      list = [];
      candidates.set(hash, list);
    }
    const { digits, type } = CANDIDATE.exec(line)?.groups ?? {};
    if (digits !== undefined) list.push({ digits, type: type as Candidate['type'] });
  }
  return candidates;
}
