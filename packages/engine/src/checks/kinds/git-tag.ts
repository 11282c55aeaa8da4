import { nameSome, quoteWord } from '@roadmap-as-code/core';
import { findCommit } from '../../git/find-commit.ts';
import { type CheckKind, type CheckWorld, unknown } from '../check-kind.ts';
import { conclude, type Finding } from '../conclude.ts';
import { askRemotes, type RemoteRefs, refuseNames } from '../remotes/ask-remotes.ts';

type Check = Parameters<CheckKind<'git-tag'>['run']>[0];

const TAGS = 'refs/tags/';
/** Behind the name of an annotated tag, what it stands for (gitrevisions(7)). */
const PEELED = '^{}';
const MOST_NAMED = 5;

/** A tag as a remote has it. */
interface RemoteTag {
  readonly remote: string;
  /** Full hash of the tag object, or of what a lightweight tag names. */
  readonly object: string;
  /** Full hash of what an annotated tag stands for in the end; null for a lightweight one. */
  readonly peeled: string | null;
}

/** Tags of remotes as these have them now, not as the clone remembers them. */
export const gitTag: CheckKind<'git-tag'> = {
  kind: 'git-tag',
  needs: ['network'],
  describe: (check) => nameSome(listNames(check), MOST_NAMED),
  run: async (check, world) => {
    const names = listNames(check);
    const refusal = refuseNames(names, TAGS);
    if (refusal !== null) return unknown(refusal.message, refusal.help);
    const commit = check.at === undefined ? null : await findWanted(world, check.at);
    if (check.at !== undefined && commit === null)
      return unknown(
        `git knows no commit ${JSON.stringify(check.at)} here`,
        'Fetch it, or correct `at`: a full hash, a tag or a branch.',
      );
    const refs = names.flatMap((name) => [`${TAGS}${name}`, `${TAGS}${name}${PEELED}`]);
    const { answers, troubles } = await askRemotes(world, check.remotes, refs);
    const wanted: Wanted = { exists: check.exists ?? true, equal: check.equal ?? false, commit };
    const judged = names.map((name) => judgeTag(name, wanted, answers));
    const alone = wanted.equal && answers.length + troubles.length < 2 ? [NOTHING_TO_COMPARE] : [];
    return conclude(
      {
        faults: judged.flatMap(({ faults }) => faults),
        troubles: [...troubles, ...alone],
        seen: judged.flatMap(({ seen }) => seen),
      },
      sayPass(names, answers, wanted),
    );
  },
};

const NOTHING_TO_COMPARE: Finding = {
  message: 'there is only one remote, so nothing is equal',
  help: 'Name two or more in `remotes`, or leave `equal` out.',
};

interface Wanted {
  readonly exists: boolean;
  readonly equal: boolean;
  /** Full hash; null for any. */
  readonly commit: string | null;
}

function listNames({ tag, tags = [] }: Check): string[] {
  return [...new Set([...(tag === undefined ? [] : [tag]), ...tags])];
}

/** A full hash is compared as it is: the clone need not have the commit. */
async function findWanted({ repository }: CheckWorld, at: string): Promise<string | null> {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(at) ? at : findCommit(repository.root, at);
}

function judgeTag(
  name: string,
  { exists, equal, commit }: Wanted,
  answers: readonly RemoteRefs[],
): Pick<Parameters<typeof conclude>[0], 'faults' | 'seen'> {
  const all = answers.map(({ remote, refs }) => ({ remote, tag: readTag(name, remote, refs) }));
  const seen = all.map(({ remote, tag }) => ({
    place: `${remote}, tag ${name}`,
    found: tag === null ? 'not there' : sayTag(tag),
  }));
  const tags = all.flatMap(({ tag }) => (tag === null ? [] : [tag]));
  const wrong = all.filter(({ tag }) => (tag !== null) !== exists).map(({ remote }) => remote);
  const faults = [
    ...judgePresence(name, exists, wrong),
    ...(equal ? judgeEqual(name, tags) : []),
    ...(commit === null ? [] : judgePlace(name, commit, tags)),
  ];
  return { faults, seen };
}

function readTag(name: string, remote: string, refs: RemoteRefs['refs']): RemoteTag | null {
  const object = refs.get(`${TAGS}${name}`);
  const peeled = refs.get(`${TAGS}${name}${PEELED}`) ?? null;
  return object === undefined ? null : { remote, object, peeled };
}

function sayTag({ object, peeled }: RemoteTag): string {
  return peeled === null ? `lightweight, ${object}` : `annotated ${object}, of ${peeled}`;
}

function judgePresence(name: string, exists: boolean, wrong: readonly string[]): Finding[] {
  const [first] = wrong;
  if (first === undefined) return [];
  const command = `git push ${quoteWord(first)} ${exists ? '' : '--delete '}${quoteWord(`${TAGS}${name}`)}`;
  return [
    {
      message: `${name} is ${exists ? 'not' : 'still'} on ${nameSome(wrong)}`,
      help: exists ? `Push it: \`${command}\`.` : `Delete it, if nobody needs it: \`${command}\`.`,
    },
  ];
}

function judgeEqual(name: string, tags: readonly RemoteTag[]): Finding[] {
  const [first, ...others] = tags;
  const other = others.find(({ object }) => object !== first?.object);
  if (first === undefined || other === undefined) return [];
  const isSameCommit = (first.peeled ?? first.object) === (other.peeled ?? other.object);
  return [
    {
      message: `${name} is not the same: ${[first, other]
        .map((tag) => `${tag.remote} has it ${sayTag(tag)}`)
        .join(', ')}${isSameCommit ? '; they stand for the same commit in different objects' : ''}`,
      help: `Find out which is right, then push that one to the other: \`git push --force <remote> ${quoteWord(`${TAGS}${name}`)}\`.`,
    },
  ];
}

function judgePlace(name: string, commit: string, tags: readonly RemoteTag[]): Finding[] {
  return tags
    .filter(({ object, peeled }) => (peeled ?? object) !== commit)
    .map(({ remote, object, peeled }) => ({
      message: `${name} on ${remote} stands for ${peeled ?? object} and not for ${commit}`,
      help: 'A tag that was published should not move: find out which commit was meant, and correct the report or the tag.',
    }));
}

function sayPass(names: readonly string[], answers: readonly RemoteRefs[], wanted: Wanted): string {
  const remotes = nameSome(answers.map(({ remote }) => remote));
  const shown = nameSome(names, MOST_NAMED);
  if (!wanted.exists) return `${shown}: not on ${remotes}`;
  const at = wanted.commit === null ? '' : `, at ${wanted.commit}`;
  return `${shown}: ${wanted.equal ? 'the same on' : 'on'} ${remotes}${at}`;
}
