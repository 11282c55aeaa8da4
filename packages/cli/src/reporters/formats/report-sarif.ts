import type { Diagnostic, ExplainReport } from '@roadmap-as-code/engine';
import { renderJson } from '../../output/terminal.ts';
import { fingerprintFindings } from './fingerprint.ts';
import type { Subject } from './subject.ts';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0 (OASIS standard of 27 March 2020), as code-scanning pages read it. */
export function reportSarif({ report, outline, rules, version }: Subject): string {
  const { diagnostics } = report;
  const found = rules.filter(({ id }) => diagnostics.some(({ rule }) => rule === id));
  const places = new Map(found.map(({ id }, index) => [id, index]));
  const fingerprints = fingerprintFindings(diagnostics, outline);
  return renderJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'roadmap', semanticVersion: version, rules: found.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        results: diagnostics.map((diagnostic, index) =>
          describeResult(diagnostic, places.get(diagnostic.rule) ?? -1, fingerprints[index] ?? ''),
        ),
      },
    ],
  });
}

const ROOT = '%SRCROOT%';

function describeRule({ id, family, severity, description, page }: ExplainReport['rules'][number]): object {
  return {
    id,
    shortDescription: { text: description },
    fullDescription: { text: description },
    help: { text: page, markdown: page },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: [family] },
  };
}

function describeResult(diagnostic: Diagnostic, ruleIndex: number, fingerprint: string): object {
  const { rule, severity, message, help, file, line, column, endLine, endColumn, task } = diagnostic;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: unlink(help === '' ? message : `${message}\n${help}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: makeRelativeUri(file), uriBaseId: ROOT },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
        ...(task === null ? {} : { logicalLocations: [{ name: task, kind: 'task' }] }),
      },
    ],
    // GitHub matches findings by the first of them alone, whose name it knows without a version.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'roadmapFinding/v1': fingerprint },
  };
}

/** In a message `[text](target)` is a link (§3.11.6), and what a roadmap says must be none. */
function unlink(text: string): string {
  return text.replaceAll('](', '] (');
}

/** RFC 3986, §4.2: a first segment with a colon would be taken for a scheme, so that is encoded as well. */
function makeRelativeUri(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/');
}
