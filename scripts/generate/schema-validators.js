// JSON Schema → validators that need no ajv at run time: compiling one there costs 68 ms, this 2.
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { root } from '../repository.js';
import { describeOrigin, generatedPath, readSchemas } from './schemas.js';

/** @returns {Promise<Map<string, string>>} */
export async function generateSchemaValidators() {
  const schemas = readSchemas();
  const files = new Map();
  for (const named of schemas) {
    const exported = `validate${named.typeName}`;
    const ajv = createAjv(named.name, schemas);
    // @ts-expect-error the CJS default export has no such type under nodenext
    const code = standaloneCode.default(ajv, { [exported]: named.schema.$id ?? keyOf(named.name) });
    files.set(generatedPath(named, 'validate'), await toTypeScript(named.name, exported, code));
  }
  return files;
}

/**
 * One for each schema: ajv numbers its functions, and a new schema would renumber those of all others.
 * @param {string} name @param {import('./schemas.js').NamedSchema[]} schemas
 */
function createAjv(name, schemas) {
  const ajv = new Ajv2020({
    allErrors: true,
    // Unknown keywords and formats are errors; the opinions on tuples and types are not about correctness.
    strictSchema: true,
    strictNumbers: true,
    strictTuples: false,
    strictTypes: false,
    // A definition becomes one function, not a copy at each of its uses.
    inlineRefs: false,
    // People write a config: an error there names the value, and suggests a key out of the schema around it.
    verbose: name === 'config',
    code: { source: true, esm: true },
  });
  // All of them first, so that one may refer to another.
  for (const { name: other, schema } of schemas) ajv.addSchema(schema, keyOf(other));
  return ajv;
}

/** @param {string} name */
function keyOf(name) {
  return `${name}.schema.json`;
}

/** @param {string} name @param {string} exported @param {string} code */
async function toTypeScript(name, exported, code) {
  // ajv's code still requires a few of its helpers; esbuild puts them in.
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
  });
  const text = outputFiles[0]?.text ?? '';
  const exportList = /export \{\s*(?:(\S+) as )?(\S+?)\s*\};\s*$/.exec(text);
  if (exportList?.[2] !== exported) throw new Error(`the validator of ${name} does not end with its export`);
  const body = text.slice(0, exportList.index);
  const internal = exportList[1] ?? exported;
  return [
    describeOrigin(name),
    '// @ts-nocheck',
    `import type { SchemaValidator } from '../schema/schema-validator.ts';\n`,
    exportList[1] ? body : body.replace(`var ${exported} = `, `var ${exported}Untyped = `),
    `export const ${exported}: SchemaValidator = ${exportList[1] ? internal : `${exported}Untyped`};\n`,
  ].join('\n');
}
