import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { SaxesParser } from 'saxes';

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

export interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[];
    };
  };
  readonly results: readonly SarifResult[];
}

const require = createRequire(import.meta.url);

/** The schema is of draft 4; of what changed since, it has nothing but its name. */
const {
  $schema: _,
  id: _id,
  ...sarifSchema
} = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as Record<string, unknown>;
const validateSarif = new Ajv({
  allErrors: true,
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
}).compile(sarifSchema);

/** The one run of a SARIF log. Throws where it does not fit the schema of SARIF 2.1.0. */
export function readSarif(text: string): SarifRun {
  const log = JSON.parse(text) as { runs: [SarifRun] };
  if (!validateSarif(log)) throw new Error(JSON.stringify(validateSarif.errors, null, 2));
  return log.runs[0];
}

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** The root of an XML document. Throws where it is not well-formed. */
export function readXml(text: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: XmlElement = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (piece) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  const root = top.children[0];
  if (root === undefined) throw new Error('there is no element');
  return root;
}

export interface WorkflowCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The lines that a runner of GitHub obeys, read as it reads them (actions/runner, ActionCommand.TryParseV2). */
export function readCommands(text: string): WorkflowCommand[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const trimmed = line.trimStart();
    const end = trimmed.indexOf('::', 2);
    if (!trimmed.startsWith('::') || end === -1) return [];
    const head = trimmed.slice(2, end);
    const space = head.indexOf(' ');
    const command = space === -1 ? head : head.slice(0, space);
    const listed = space === -1 ? [] : head.slice(space + 1).split(',');
    const properties = listed.map((one) => {
      const at = one.indexOf('=');
      return [one.slice(0, at).trim(), readEscapes(one.slice(at + 1), true)];
    });
    return [
      {
        command,
        properties: Object.fromEntries(properties) as Record<string, string>,
        message: readEscapes(trimmed.slice(end + 2), false),
      },
    ];
  });
}

function readEscapes(text: string, isProperty: boolean): string {
  const known: Record<string, string> = { '%25': '%', '%0D': '\r', '%0A': '\n' };
  if (isProperty) Object.assign(known, { '%3A': ':', '%2C': ',' });
  return text.replace(/%(?:25|0D|0A|3A|2C)/g, (code) => known[code] ?? code);
}
