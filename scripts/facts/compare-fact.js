/**
 * @typedef {import('./ask-git.js').Answer} Answer
 * @typedef {import('@roadmap-as-code/core').Fact} Fact
 */

/**
 * Says where the command and git differ.
 * @param {Fact} fact @param {Answer} answer @returns {string[]}
 */
export function compareFact(fact, answer) {
  // A clone that lacks the commit has nothing but a message to tell by.
  if (fact.how === 'trailer' && answer.isTold) return [];
  const { fact: name, how, reason, commits, missing } = fact;
  const said = JSON.stringify({ fact: name, how, reason, commits, missing });
  const says = JSON.stringify({
    fact: answer.fact,
    how: answer.how,
    reason: answer.reason,
    commits: answer.commits,
    missing: answer.missing,
  });
  if (said !== says) return [`the command says ${said}, git says ${says}`];
  const way = JSON.stringify({
    commit: fact.commit,
    changes: fact.changes,
    reverted: fact.revertedBy !== null,
  });
  const ways = answer.ways.map((one) => JSON.stringify(one));
  if (!ways.includes(way)) return [`the command says ${way}, git says ${ways.join(' or ')}`];
  const others = [
    ...fact.refs.filter((ref) => !answer.refs.includes(ref)),
    ...fact.candidates.filter((one) => !answer.candidates.includes(one)),
  ];
  return others.map((one) => `the command names ${one}, git does not`);
}
