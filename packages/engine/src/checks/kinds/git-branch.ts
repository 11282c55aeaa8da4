import { nameSome, quoteWord } from '@roadmap-as-code/core';
import { type CheckKind, unknown } from '../check-kind.ts';
import { conclude, type Finding } from '../conclude.ts';
import { askRemotes, type RemoteRefs, refuseNames } from '../remotes/ask-remotes.ts';

type Check = Parameters<CheckKind<'git-branch'>['run']>[0];

const HEADS = 'refs/heads/';
const MOST_NAMED = 5;

/** Branches of remotes as these have them now, not as the clone remembers them. */
export const gitBranch: CheckKind<'git-branch'> = {
  kind: 'git-branch',
  needs: ['network'],
  describe: (check) => nameSome(listNames(check), MOST_NAMED),
  run: async (check, world) => {
    const names = listNames(check);
    const refusal = refuseNames(names, HEADS);
    if (refusal !== null) return unknown(refusal.message, refusal.help);
    const isWanted = check.exists ?? true;
    const { answers, troubles } = await askRemotes(
      world,
      check.remotes,
      names.map((name) => `${HEADS}${name}`),
    );
    const remotes = answers.map(({ remote }) => remote);
    return conclude(
      {
        faults: names.flatMap((name) => judgeBranch(name, isWanted, answers)),
        troubles,
        seen: answers.flatMap(({ remote, refs }) =>
          names.map((name) => ({
            place: `${remote}, branch ${name}`,
            found: refs.get(`${HEADS}${name}`) ?? 'not there',
          })),
        ),
      },
      `${nameSome(names, MOST_NAMED)}: ${isWanted ? 'on' : 'not on'} ${nameSome(remotes)}`,
    );
  },
};

function listNames({ branch, branches = [] }: Check): string[] {
  return [...new Set([...(branch === undefined ? [] : [branch]), ...branches])];
}

function judgeBranch(name: string, isWanted: boolean, answers: readonly RemoteRefs[]): Finding[] {
  const wrong = answers
    .filter(({ refs }) => refs.has(`${HEADS}${name}`) !== isWanted)
    .map(({ remote }) => remote);
  const [first] = wrong;
  if (first === undefined) return [];
  const command = `git push ${quoteWord(first)} ${isWanted ? '' : '--delete '}${quoteWord(name)}`;
  return [
    {
      message: `${name} is ${isWanted ? 'not' : 'still'} on ${nameSome(wrong)}`,
      help: isWanted ? `Push it: \`${command}\`.` : `Delete it, if nobody needs it: \`${command}\`.`,
    },
  ];
}
