import { describe, expect, test } from '@jest/globals';
import { judgeChange } from '../change/judge-change.ts';
import { dialects } from '../dialects/dialects.ts';
import {
  type AskedClaim,
  type CommitFact,
  type Facts,
  isAsked,
  keyOfClaim,
  makeFact,
  noFacts,
} from '../facts/facts.ts';
import { rules } from '../generated/rules.ts';
import { listTasks } from '../graph/tasks.ts';
import { makePolicy } from '../law/policy.ts';
import { parseRoadmap } from '../parse/index.ts';
import { renderRulePage } from './render-rule-page.ts';
import type { Rule, RuleExample } from './rule.ts';
import { type Case, runRules } from './run-rules.ts';

function judge(rule: Rule, example: RuleExample): { line: number; message: string; severity: string }[] {
  const after = readCase(example, example.markdown);
  if (example.before === undefined) return runRules(after, [rule]);
  const parents = [readCase(example, example.before)];
  const policyAfter = makePolicy(after.dialect, example.configAfter ?? example.config ?? null);
  return [...judgeChange({ after, parents, bases: [], policyAfter, isCommit: true }, [rule]).diagnostics];
}

function readCase(example: RuleExample, markdown: string): Case {
  const dialect = dialects.find(({ name }) => name === (example.dialect ?? 'execution'));
  if (dialect === undefined) throw new Error(`no dialect ${String(example.dialect)}`);
  const policy = makePolicy(dialect, example.config ?? null);
  const bytes = new TextEncoder().encode(markdown);
  const options = {
    path: example.path ?? 'ROADMAP.md',
    dialect,
    gates: policy.gates,
    states: example.config?.states,
  };
  const { graph, source } = parseRoadmap(bytes, options);
  if (source === null) throw new Error('the example could not be read');
  const claims = listTasks(graph).flatMap((task) => task.claims.filter(isAsked));
  const facts: Facts = {
    ...noFacts,
    commits: new Map(claims.map((claim) => [keyOfClaim(claim), findExampleFact(claim, example)])),
    links: new Map(
      graph.links.map(({ url }) => [url, example.brokenLinks?.includes(url) ? 'no-file' : 'found']),
    ),
    violations: example.violations ?? [],
    workSince: new Map(Object.entries(example.workSince ?? {})),
    tickers: example.tickers ?? [],
    secrets: findExampleSecrets(example),
    verified: findExampleRuns(example),
  };
  return { graph, dialect, source, facts, policy };
}

function findExampleRuns({ verified, path }: RuleExample): Facts['verified'] {
  if (verified === undefined) return null;
  const runs = verified.runs.map(({ commit, ...run }) => ({
    commit: commit.padEnd(40, '0'),
    file: path ?? 'ROADMAP.md',
    task: '',
    at: '2026-01-02T03:04:05.000Z',
    definition: '',
    exitCodes: [],
    version: '',
    ...run,
  }));
  return { checks: new Map(verified.names.map((name) => [name, ''])), runs };
}

function findExampleSecrets({ markdown, secrets = {} }: RuleExample): Facts['secrets'] {
  return Object.entries(secrets).map(([secret, kind]) => {
    const start = new TextEncoder().encode(markdown.slice(0, markdown.indexOf(secret))).length;
    return { kind, span: { start, end: start + new TextEncoder().encode(secret).length } };
  });
}

/** Unless the example says otherwise, a commit landed and did work; hashes that begin alike are of one commit. */
function findExampleFact(claim: AskedClaim, { facts }: RuleExample): CommitFact {
  const commit = (claim.hashes.at(-1) ?? '').padEnd(40, '0');
  const { fact, ...known } = facts?.[claim.text] ?? { fact: 'landed' };
  if (fact !== 'landed')
    return makeFact(fact, {
      commit: null,
      ...(fact === 'dangling' || (fact === 'pending' && claim.kind !== 'this') ? { commit } : {}),
      ...known,
    });
  return makeFact(fact, { commit, how: 'ancestor', changes: 'work', ...known });
}

describe.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (id, rule) => {
  test.each(rule.meta.examples.map((example) => [example.title, example] as const))(
    '%s',
    (_title, example) => {
      const found = judge(rule, example);
      expect(found.map(({ line }) => line)).toEqual(example.findings.map(({ line }) => line));
      for (const [index, { says, severity }] of example.findings.entries()) {
        expect(found[index]?.message).toContain(says);
        if (severity !== undefined) expect(found[index]?.severity).toBe(severity);
      }
    },
  );

  test('shows what it finds and what it lets be', () => {
    expect(rule.meta.examples.some(({ findings }) => findings.length > 0)).toBe(true);
    expect(rule.meta.examples.some(({ findings }) => findings.length === 0)).toBe(true);
    expect(renderRulePage(rule.meta)).toContain(`# ${id}\n`);
  });

  test('is silent when it is switched off, and takes the severity of the config', () => {
    const example = rule.meta.examples.find(
      ({ findings, config }) => findings.length > 0 && config?.rules === undefined,
    );
    if (example === undefined) throw new Error('no example with a finding');
    const off = { ...example, config: { ...example.config, rules: { [id]: 'off' as const } } };
    expect(judge(rule, off)).toEqual([]);
    const info = { ...example, config: { ...example.config, rules: { [id]: 'info' as const } } };
    expect(judge(rule, info).every(({ severity }) => severity === 'info')).toBe(true);
  });

  test('is silenced by a comment with a reason on the line before', () => {
    const example = rule.meta.examples.find(({ findings }) => findings.length > 0);
    const line = example?.findings[0]?.line;
    if (example === undefined || line === undefined) throw new Error('no example with a finding');
    const lines = example.markdown.split('\n');
    const indent = /^\s*/.exec(lines[line - 1] ?? '')?.[0] ?? '';
    const before = judge(rule, example).filter((found) => found.line === line).length;
    lines.splice(line - 1, 0, `${indent}<!-- roadmap-disable-next-line ${id} -- tested -->`);
    if (example.before !== undefined) {
      // What comes with a change silences nothing of it.
      const found = judge(rule, { ...example, markdown: lines.join('\n') });
      expect(found.length).toBeGreaterThanOrEqual(example.findings.length);
      return;
    }
    const after = judge(rule, { ...example, markdown: lines.join('\n') }).filter(
      (found) => found.line === line + 1,
    );
    expect(before).toBeGreaterThan(0);
    expect(after).toEqual([]);
  });
});
