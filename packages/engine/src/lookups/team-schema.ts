import { decodeSource, isSource, type Roadmap, type SchemaViolation } from '@roadmap-as-code/core';
import { describeInTheirWords, describeViolation, type SchemaError } from '@roadmap-as-code/core/schema';
import type { AnySchema } from 'ajv';
import { parse } from 'yaml';
import { readInside } from '../files/read-file.ts';
import { InputError } from '../input-error.ts';

/**
 * Holds the exported document of a graph against a JSON Schema of the team's own (draft 2020-12, or draft 7 where
 * `$schema` says so; JSON or YAML). A reference to another document is refused: nothing is fetched.
 * @param path of the schema, from the root
 */
export async function lookUpViolations(
  root: string,
  path: string,
  graph: Roadmap,
): Promise<SchemaViolation[]> {
  const schema = parseSchema(await readInside(root, path), path);
  const options = {
    allErrors: true,
    strict: false,
    verbose: true,
    logger: false,
    validateFormats: false,
  } as const;
  const draft7 = typeof schema === 'object' && String(schema['$schema'] ?? '').includes('draft-07');
  const ajv = draft7
    ? new (await import('ajv')).Ajv(options)
    : new (await import('ajv/dist/2020.js')).Ajv2020(options);
  try {
    const validate = ajv.compile(schema);
    if ('$async' in validate) throw new Error('a roadmap is held against it at once, so take `$async` out');
    if (validate({ schemaVersion: 1, roadmap: graph })) return [];
    return selectErrors((validate.errors ?? []) as SchemaError[]).map((error) => ({
      pointer: error.instancePath,
      message: describeInTheirWords(error),
      detail: describeViolation(error),
    }));
  } catch (error) {
    throw new InputError(
      `${path}: it is no usable JSON Schema: ${error instanceof Error ? error.message : String(error)}`,
      'Correct the schema.',
    );
  }
}

function parseSchema(bytes: Uint8Array, path: string): Exclude<AnySchema, boolean> {
  try {
    const source = decodeSource(bytes);
    if (!isSource(source)) throw new Error(`line ${source.place.line} is not valid UTF-8`);
    const { text } = source;
    const schema: unknown = /\.ya?ml$/i.test(path) ? parse(text, { maxAliasCount: 100 }) : JSON.parse(text);
    if (typeof schema === 'object' && schema !== null && !Array.isArray(schema))
      return schema as Exclude<AnySchema, boolean>;
    throw new Error('it holds no object');
  } catch (error) {
    throw new InputError(
      `${path}: it can't be read as a schema: ${error instanceof Error ? error.message : String(error)}`,
      'Correct the file.',
    );
  }
}

/** Keywords that only say that something under them failed. */
const COMBINING = ['contains', 'anyOf', 'oneOf', 'not'];

/** Leaves out what merely repeats: the `if` beside its `then`, and the tries inside of a `contains` or an `anyOf`. */
function selectErrors(errors: readonly SchemaError[]): SchemaError[] {
  const combining = errors.filter(({ keyword }) => COMBINING.includes(keyword));
  const kept = errors.filter(
    (error) =>
      error.keyword !== 'if' &&
      !combining.some((one) => one !== error && error.schemaPath.startsWith(`${one.schemaPath}/`)),
  );
  const seen = new Set<string>();
  return kept.filter((error) => {
    const key = `${error.instancePath}\n${describeInTheirWords(error)}`;
    return !seen.has(key) && seen.add(key);
  });
}
