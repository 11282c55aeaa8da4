import { countOf, type PushedRemote, type PushReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

const SHORT = 12;

/** What each remote has now, or why not, and what became of the branch of this clone. */
export function reportPush({ remotes, local }: PushReport): Line[] {
  return [...remotes.flatMap((one) => [...reportRemote(one), ...reportNotes(one)]), ...reportLocal(local)];
}

function reportRemote(pushed: PushedRemote): Line[] {
  const { remote, branch, outcome, to, commits, message, help } = pushed;
  const place: Line = [styled('bold', `${remote}/${branch}`)];
  const made = commits.map(
    ({ before, after, subject }): Line => [
      styled('dim', `      ${before.slice(0, SHORT)} → ${after?.slice(0, SHORT) ?? 'there already'}  `),
      subject,
    ],
  );
  if (outcome === 'pushed') {
    const anew = commits.length === 0 ? '' : `, ${countOf(commits.length, 'commit')} made anew`;
    return [[...place, `  pushed ${to?.slice(0, SHORT) ?? ''}${anew}`], ...made];
  }
  if (outcome === 'unchanged') return [[...place, '  had everything'], ...made];
  const [first = '', ...rest] = (message ?? '').split('\n');
  return [
    [...place, '  ', styled('red', outcome), `  ${first}`],
    ...rest.map((line): Line => [`      ${line}`]),
    ...(help === null ? [] : [[styled('dim', `      → ${help}`)] satisfies Line]),
  ];
}

function reportNotes({ remote, notes }: PushedRemote): Line[] {
  if (notes === undefined || notes.outcome === 'unchanged') return [];
  if (notes.outcome === 'pushed') return [['      with what was seen of checks: refs/notes/roadmap']];
  return [
    [styled('yellow', 'warning'), `  ${remote} did not take what was seen of checks: ${notes.message ?? ''}`],
    [styled('dim', '      → It is kept here: `roadmap push` tries again.')],
  ];
}

function reportLocal({ outcome, message, help }: PushReport['local']): Line[] {
  if (outcome === 'forwarded')
    return [['this branch has the same commits now; nothing of yours was touched']];
  if (outcome === 'unchanged') return [];
  return [
    [styled('yellow', 'warning'), `  this branch stays as it was: ${message ?? ''}`],
    [styled('dim', `      → ${help ?? ''}`)],
  ];
}
