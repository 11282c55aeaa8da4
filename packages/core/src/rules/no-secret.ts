import type { Field, Note, Report, ReviewItem, Roadmap, Span, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-secret',
    family: 'words',
    severity: 'error',
    description: 'A password, a token or a private key in the text.',
    details:
      'What is committed can be read by everyone who has a clone, and stays in history when it is taken out. What counts is what says of itself that it is a secret: tokens of known forges, registries and clouds by their prefixes, AWS access keys, private keys in PEM, passwords in addresses, and values that are given to a `password=` or a `token=`. A placeholder, a variable or a plain word is none, and nothing is guessed from how random a text looks: hashes and checksums are let be. It is judged in the whole file, whatever state a task is in. What a report shows of the file has a secret replaced with `[secret]`.',
    examples: [
      {
        title: 'Passwords in a Status and in the change log',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Log in\n  - Commit: <hash>\n  - Status: cloned https://ci:tr0ub4dor@git.example.org/a.git\n\n## Change log\n\n| Date | Phase | Action | Commit |\n| --- | --- | --- | --- |\n| 2026-01-02 | P0.1 | ran with PGPASSWORD=tr0ub4dor&3 | none |\n',
        secrets: { 'ci:tr0ub4dor': 'password in an address', 'tr0ub4dor&3': 'password' },
        findings: [
          { line: 5, says: 'There is a password in an address in the Status of P0.1' },
          { line: 11, says: 'There is a password in the change log' },
        ],
      },
      {
        title: 'Hashes, placeholders and variables',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Log in with `TOKEN=$TOKEN` or `password=<yours>`\n  - Commit: 4f1c2a9be0d37c5518a4b1f60c9d2e3f7a8b6c5d\n  - Status: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n',
        findings: [],
      },
    ],
  },
  scope: 'facts',
  check({ graph, facts }: RuleContext): Finding[] {
    const counts = new Map<string, number>();
    return facts.secrets.map(({ kind, span }) => {
      const { task, name } = describePlace(graph, span);
      const message = `There is ${/^(?:[aeio]|npm)/i.test(kind) ? 'an' : 'a'} ${kind} in ${name}`;
      const count = (counts.get(message) ?? 0) + 1;
      counts.set(message, count);
      return {
        // So that one more in the same place is another finding.
        message: count === 1 ? message : `${message}, number ${count}`,
        help: 'Revoke it, since history keeps what was committed, and say in the text where it is kept instead.',
        span,
        task,
      };
    });
  },
};

function describePlace(graph: Roadmap, span: Span): { task: string | null; name: string } {
  const items: (Task | ReviewItem)[] = [...listTasks(graph), ...graph.review];
  // The last of several begins last, and so is the innermost.
  const item = items.findLast((one) => holds(one.span, span));
  if (item !== undefined) return { task: item.id, name: nameInItem(item, span) };
  const { report, signOff, changeLog } = graph;
  const sections = [
    { name: 'the final report', parts: report === null ? [] : listReportParts(report) },
    { name: 'the sign-off', parts: signOff?.entries ?? [] },
    { name: 'the change log', parts: changeLog?.rows ?? [] },
  ];
  const section = sections.find(({ parts }) => parts.some((part) => holds(part.span, span)));
  return { task: null, name: section?.name ?? 'the text' };
}

function listReportParts({ entries, groups, lists }: Report): (Field | Note)[] {
  return [...entries, ...groups.flatMap((group) => group.entries), ...lists.flatMap(({ items }) => items)];
}

function nameInItem({ id, titleSpan, fields }: Task | ReviewItem, span: Span): string {
  const field = fields.find((one: Field) => holds(one.span, span));
  if (field !== undefined) return `the ${field.name} of ${id}`;
  return holds(titleSpan, span) ? `the title of ${id}` : `the text of ${id}`;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.start < outer.end;
}
