import type { LinkFact } from '../facts/facts.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-broken-link',
    family: 'structure',
    severity: 'warning',
    description: 'A link to a file or a heading that is not there.',
    details:
      'A roadmap sends its reader to companion documents for the details. Links to files of the repository are looked up, with their anchors where the file is Markdown; anchors are made as GitHub makes them. Links to other sites are not looked up.',
    examples: [
      {
        title: 'A companion document that was moved',
        markdown: '### P0 — Setup\n\n**Detail:** [§2](docs/setup.md#checks)\n\n- [ ] **P0.1** Ask\n',
        brokenLinks: ['docs/setup.md#checks'],
        findings: [{ line: 3, says: 'docs/setup.md' }],
      },
      {
        title: 'A link that was written as if it were read from the root',
        path: 'docs/plans/upgrade.md',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask, as in [the notes](docs/notes.md)\n',
        brokenLinks: ['docs/notes.md'],
        findings: [{ line: 3, says: 'There is no docs/notes.md as seen from docs/plans/' }],
      },
      {
        title: 'A document that is there, and another site',
        markdown:
          '### P0 — Setup\n\n**Detail:** [§2](docs/setup.md), [more](https://example.com/a)\n\n- [ ] **P0.1** Ask\n',
        findings: [],
      },
    ],
  },
  scope: 'facts',
  check({ graph, facts }) {
    return graph.links.flatMap(({ url, span }): Finding[] => {
      const says = describe(url, facts.links.get(url) ?? 'not-looked-up', graph.path);
      return says === null
        ? []
        : [{ message: says, help: 'Correct the link, or add what it leads to.', span, task: null }];
    });
  },
};

function describe(url: string, fact: LinkFact, from: string): string | null {
  const [path = '', anchor = ''] = url.split('#');
  if (fact === 'no-file') return `There is no ${path} ${describeBase(path, from)}`;
  if (fact === 'no-anchor')
    return path === ''
      ? `No heading here has the anchor #${anchor}`
      : `No heading of ${path} has the anchor #${anchor}`;
  return null;
}

/** A link is read from the folder of the file that it stands in, which is easily forgotten where a file was moved. */
function describeBase(path: string, from: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  return folder === '' || path.startsWith('/') ? 'in the repository' : `as seen from ${folder}`;
}
