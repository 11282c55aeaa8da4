import { runInNewContext } from 'node:vm';
import { describeInTheirWords, type SchemaError } from '@roadmap-as-code/core/schema';
import { parse } from 'yaml';

/**
 * What a text, read as YAML, which JSON is, has against a JSON Schema (draft 2020-12). Nothing is fetched.
 * @returns null where it can't be read; a message for a schema that is none
 */
export async function holdToSchema(text: string, schema: object): Promise<string[] | null> {
  let data: unknown;
  try {
    data = parse(text, { maxAliasCount: 100 });
  } catch {
    return null;
  }
  return holdDataToSchema(data, schema, text.length);
}

/** Data of more letters than that is told of by its first violation alone: there could be one for each of them. */
const LONGEST_TOLD = 256 * 1024;
/** Milliseconds that the whole process may stand still for. */
const LONGEST = 3000;

/**
 * The same of what was read already.
 * @param length of the text that it was read from
 */
export async function holdDataToSchema(data: unknown, schema: object, length: number): Promise<string[]> {
  // It would give its answer later than it is asked for one.
  if ('$async' in schema) return ["the schema can't be used: it has $async"];
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({
    allErrors: length <= LONGEST_TOLD,
    strict: false,
    verbose: true,
    logger: false,
    validateFormats: false,
  });
  try {
    const validate = ajv.compile(schema);
    // A pattern of JavaScript may take for ever on a text that is made for it, and only this ends it.
    const isHeld: unknown = runInNewContext(
      'validate()',
      { validate: () => validate(data) },
      { timeout: LONGEST },
    );
    if (isHeld === true) return [];
    return (validate.errors ?? []).map((error) => {
      const place = error.instancePath === '' ? 'it' : error.instancePath.slice(1).replaceAll('/', '.');
      return `${place} ${describeInTheirWords(error as SchemaError)}`;
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return [`the schema can't be used: it takes longer than ${LONGEST / 1000} s`];
    return [`the schema can't be used: ${error instanceof Error ? error.message : String(error)}`];
  }
}
