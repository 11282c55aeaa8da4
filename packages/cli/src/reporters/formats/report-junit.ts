import type { CheckedFile, Diagnostic, State, TaskOutline } from '@roadmap-as-code/engine';
import { escapeControls } from '../../output/styled-text.ts';
import { isUnknown } from '../is-unknown.ts';
import type { Subject } from './subject.ts';

type Result = 'passed' | 'failed' | 'unknown' | 'skipped';

interface TestCase {
  readonly name: string;
  /** 1-based; null for the roadmap as a whole. */
  readonly line: number | null;
  readonly result: Result;
  /** What makes it failed or unknown. */
  readonly problems: readonly Diagnostic[];
  /** The other findings. */
  readonly others: readonly Diagnostic[];
  /** Of the task; null for the roadmap as a whole. */
  readonly state: State | null;
}

/**
 * JUnit's XML as CI pages read it: a suite for each roadmap, a case for each task and one for the roadmap as a whole. A
 * case fails on error findings, is in error where evidence could not be determined, and is skipped while its task is not
 * done; warnings and notes are its output.
 */
export function reportJunit(subject: Subject): string {
  const suites = subject.report.files.map((file) => ({ file, cases: listCases(file, subject) }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="roadmap check"${countCases(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.map(({ file, cases }) => renderSuite(file, cases)),
    '</testsuites>\n',
  ].join('\n');
}

function listCases({ path }: CheckedFile, { report, outline }: Subject): TestCase[] {
  const tasks = outline.get(path) ?? new Map<string, TaskOutline>();
  const findings = new Map<string | null, Diagnostic[]>();
  for (const one of report.diagnostics) {
    if (one.file !== path) continue;
    const task = one.task !== null && tasks.has(one.task) ? one.task : null;
    findings.set(task, [...(findings.get(task) ?? []), one]);
  }
  return [
    makeCase('the roadmap as a whole', findings.get(null) ?? [], null),
    ...[...tasks].map(([id, task]) =>
      makeCase(task.title === '' ? id : `${id} ${task.title}`, findings.get(id) ?? [], task),
    ),
  ];
}

function makeCase(name: string, findings: readonly Diagnostic[], task: TaskOutline | null): TestCase {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const problems = errors.length > 0 ? errors : findings.filter(isUnknown);
  const state = task?.state ?? null;
  const isDone = state === null || state === 'done' || state === 'dropped';
  const withoutProblems = isDone ? 'passed' : 'skipped';
  const withProblems = errors.length > 0 ? 'failed' : 'unknown';
  return {
    name,
    line: task?.line ?? null,
    result: problems.length > 0 ? withProblems : withoutProblems,
    problems,
    others: findings.filter((one) => !problems.includes(one)),
    state,
  };
}

function renderSuite({ path, summary }: CheckedFile, cases: readonly TestCase[]): string {
  return [
    `  <testsuite name="${escapeXml(path)}"${countCases(cases)}>`,
    ...cases.map((one) => renderCase(path, one)),
    `    <system-out>${escapeXml(summary)}</system-out>`,
    '  </testsuite>',
  ].join('\n');
}

function renderCase(path: string, { name, line, result, problems, others, state }: TestCase): string {
  const children = [
    ...(result === 'failed' ? [renderProblems('failure', problems)] : []),
    ...(result === 'unknown' ? [renderProblems('error', problems)] : []),
    ...(result === 'skipped' ? [`<skipped message="${state}"/>`] : []),
    ...(others.length === 0 ? [] : [`<system-out>${renderFindings(others)}</system-out>`]),
  ];
  const place = line === null ? '' : ` line="${line}"`;
  const head = `    <testcase classname="${escapeXml(path)}" name="${escapeXml(name)}" file="${escapeXml(path)}"${place}`;
  if (children.length === 0) return `${head}/>`;
  return [`${head}>`, ...children.map((child) => `      ${child}`), '    </testcase>'].join('\n');
}

/** One element for all of them, since most readers show the first alone. */
function renderProblems(kind: 'failure' | 'error', problems: readonly Diagnostic[]): string {
  const rules = [...new Set(problems.map(({ rule }) => rule))].join(', ');
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message = escapeXml(`${problems[0]?.message ?? ''}${more}`);
  return `<${kind} type="${escapeXml(rules)}" message="${message}">${renderFindings(problems)}</${kind}>`;
}

function renderFindings(findings: readonly Diagnostic[]): string {
  return findings
    .map(({ file, line, column, severity, message, rule, help }) =>
      [
        `${file}:${line}:${column}  ${severity}  ${message}  ${rule}`,
        ...(help === '' ? [] : [`    → ${help}`]),
      ]
        .map(escapeXml)
        .join('\n'),
    )
    .join('\n');
}

function countCases(cases: readonly TestCase[]): string {
  const count = (result: Result): number => cases.filter((one) => one.result === result).length;
  return ` tests="${cases.length}" failures="${count('failed')}" errors="${count('unknown')}" skipped="${count('skipped')}"`;
}

/** Text and attributes of XML 1.0. What that can't hold (§2.2), even as a reference, is spelt out. */
export function escapeXml(text: string): string {
  return escapeControls(text)
    .replace(/[\ufffe\uffff]|\p{Cs}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
