import { findNode } from '../graph/find-node.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'schema-violation',
    family: 'structure',
    severity: 'error',
    description: "Something that the team's own schema does not allow.",
    details:
      'A JSON Schema that `schema:` in `roadmap.yaml` names is held against the graph as `roadmap export` prints it, and each violation is placed at the line of its node. The `description` of a schema that is violated is what the finding says, so that a team can put its rule in its own words.',
    examples: [
      {
        title: 'A Status that does not begin with PASS',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: looks good\n',
        violations: [
          { pointer: '/roadmap/phases/0/tasks/0/fields/1/value', message: 'every Status begins with PASS' },
        ],
        findings: [{ line: 5, says: 'every Status begins with PASS' }],
      },
      {
        title: 'A graph that fits the schema',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: PASS\n',
        findings: [],
      },
    ],
  },
  scope: 'facts',
  check({ graph, facts }) {
    return facts.violations.map(({ pointer, message, detail }): Finding => {
      const { span, task, name } = findNode(graph, pointer);
      return {
        message: `${name}: ${message}`,
        help: detail === undefined || detail === message ? HELP : `${HELP.slice(0, -1)}: ${detail}.`,
        span,
        task,
      };
    });
  },
};

const HELP = 'Change it as the schema of the team says.';
