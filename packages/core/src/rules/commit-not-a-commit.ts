import type { ObjectType } from '../generated/check.types.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-not-a-commit',
    family: 'evidence',
    severity: 'error',
    description: 'A cited hash that names a tree, a blob or a tag.',
    details:
      'The hash of a tree or of a blob (the content of a file) says nothing of who did what. That of an annotated tag is not the hash of the commit that it names, and the tag can be deleted.',
    examples: [
      {
        title: 'The hash of a tree, and that of a tag',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n',
        facts: {
          abc1234: { fact: 'not-a-commit', objectType: 'tree' },
          def5678: { fact: 'not-a-commit', objectType: 'tag', commit: 'fade1234'.repeat(5) },
        },
        findings: [
          { line: 4, says: 'abc1234 is a tree' },
          { line: 7, says: 'def5678 is a tag' },
        ],
      },
      {
        title: 'A commit that landed',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ listEvidence }) {
    return listEvidence()
      .filter(({ found }) => found.fact === 'not-a-commit')
      .map(
        ({ task, claim, found }): Finding => ({
          message: `${claim.text} is ${DESCRIBED[found.objectType ?? 'tree']}, and no commit`,
          help:
            found.commit === null
              ? 'Cite the commit that did the work.'
              : `Cite the commit that the tag names, ${found.commit}.`,
          span: claim.span,
          task: task.id,
        }),
      );
  },
};

const DESCRIBED: Readonly<Record<ObjectType, string>> = {
  tree: 'a tree, a list of files',
  blob: 'a blob, the content of a file',
  tag: 'a tag',
};
