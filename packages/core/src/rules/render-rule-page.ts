import { dialects } from '../dialects/dialects.ts';
import type { RuleExample, RuleFamily, RuleMeta } from './rule.ts';

const FAMILIES: readonly (readonly [RuleFamily, string])[] = [
  ['structure', 'Structure: the file hangs together'],
  ['order', 'Order: nothing was done before its time'],
  ['evidence', 'Evidence: what a tick claims is there'],
  ['words', 'Words: what is written says something'],
  ['upkeep', 'Upkeep: the parts around the tasks are kept'],
  ['transition', 'Transition: what a change may not do'],
];

/** The documentation of one rule as Markdown: the page in docs/rules, and what `roadmap explain` prints. */
export function renderRulePage(meta: RuleMeta): string {
  const options = Object.entries(meta.options ?? {});
  const bad = meta.examples.filter(({ findings }) => findings.length > 0);
  const good = meta.examples.filter(({ findings }) => findings.length === 0);
  return [
    `# ${meta.id}`,
    meta.description,
    `Family: ${meta.family}. Severity: ${[meta.severity, ...listOwnSeverities(meta)].join(', ')}, unless \`roadmap.yaml\` says otherwise.`,
    meta.details,
    ...(options.length === 0
      ? []
      : ['## Options', options.map(([name, text]) => `- \`${name}\`: ${text}`).join('\n')]),
    ...(bad.length === 0 ? [] : ['## What it finds', ...bad.flatMap(renderExample)]),
    ...(good.length === 0 ? [] : ['## What it lets be', ...good.flatMap(renderExample)]),
    '## Setting it',
    `In \`roadmap.yaml\`, under the roadmap: \`rules: {${meta.id}: error | warning | info | off}\`. For one line, with a reason: \`<!-- roadmap-disable-next-line ${meta.id} -- why -->\` on the line before.`,
  ]
    .join('\n\n')
    .concat('\n');
}

/** Where a dialect sets another severity than the rule: "off in the dialect `plan`". */
function listOwnSeverities({ id }: RuleMeta): string[] {
  return dialects.flatMap(({ name, policy }) => {
    const severity = policy.rules[id];
    return severity === undefined ? [] : [`${String(severity)} in the dialect \`${name}\``];
  });
}

/** The list of all rules as Markdown. */
export function renderRuleIndex(metas: readonly RuleMeta[]): string {
  const families = FAMILIES.map(([family, title]) => {
    const rows = metas.filter((meta) => meta.family === family).map(renderRow);
    return [`## ${title}`, ['| rule | severity | finds |', '| --- | --- | --- |', ...rows].join('\n')].join(
      '\n\n',
    );
  });
  const intro =
    'Each page says what a rule finds and lets be, with examples that are also its tests. `roadmap explain <rule>` prints the same page.';
  return ['# Rules', intro, ...families].join('\n\n').concat('\n');
}

function renderRow({ id, severity, description }: RuleMeta): string {
  return `| [${id}](${id}.md) | ${severity} | ${description} |`;
}

function renderExample(example: RuleExample): string[] {
  const facts = [
    ...(example.dialect === undefined ? [] : [`read in the dialect \`${example.dialect}\``]),
    ...(example.path === undefined ? [] : [`in the file \`${example.path}\``]),
    ...(example.config === undefined ? [] : [`with \`${JSON.stringify(example.config)}\` in the config`]),
    ...(example.configAfter === undefined
      ? []
      : [`and \`${JSON.stringify(example.configAfter)}\` in the one after it`]),
    ...Object.entries(example.facts ?? {}).map(([claim, fact]) => `\`${claim}\` ${describeFact(fact)}`),
  ];
  const title = facts.length === 0 ? `${example.title}:` : `${example.title}, ${facts.join(', ')}:`;
  const says = example.findings.map(({ line, says: words }) => `- line ${line}: …${words}…`).join('\n');
  const fence = (markdown: string): string => `\`\`\`\`markdown\n${markdown.trimEnd()}\n\`\`\`\``;
  const { before, markdown } = example;
  const shown =
    before === undefined ? [fence(markdown)] : [fence(before), 'and after the change:', fence(markdown)];
  return [title, ...shown, ...(says === '' ? [] : [says])];
}

/** "is pending", "landed and changes nothing". */
function describeFact(fact: NonNullable<RuleExample['facts']>[string]): string {
  const { fact: name, objectType, changes, revertedBy, reason } = fact;
  const why = reason === undefined ? '' : ` (${reason})`;
  if (name !== 'landed') return `is ${objectType ?? name}${why}`;
  const but = [
    ...(changes === undefined || changes === null ? [] : [`changes: ${changes}${why}`]),
    ...(revertedBy === undefined ? [] : ['was reverted']),
  ];
  return `landed, ${but.join(', ')}`;
}
