// JSON Schema → TypeScript types.
import { compile } from 'json-schema-to-typescript';
import { schemaFolder } from '../repository.js';
import { describeOrigin, generatedPath, readSchemas } from './schemas.js';

/**
 * The root type has the schema's title where that is a type's name (`Roadmap`), else the file's name in Pascal case.
 * @returns {Promise<Map<string, string>>}
 */
export async function generateSchemaTypes() {
  const files = new Map();
  for (const named of readSchemas()) {
    // `$id` would become the name of the root type, and the base of relative references, which are files here.
    const { $id: _, ...schema } = named.schema;
    if (!/^[A-Z]\w*$/.test(String(schema.title))) schema.title = named.typeName;
    const source = await compile(withDraft7Tuples(schema), named.typeName, {
      cwd: `${schemaFolder}/`,
      additionalProperties: true,
      ignoreMinAndMaxItems: true,
      bannerComment: describeOrigin(named.name),
      style: { singleQuote: true, printWidth: 110 },
    });
    files.set(generatedPath(named, 'types'), source);
  }
  return files;
}

/**
 * json-schema-to-typescript knows tuples as drafts up to 7 wrote them, and makes `never[]` of a `prefixItems`.
 * @template T
 * @param {T} node
 * @returns {T}
 */
function withDraft7Tuples(node) {
  if (Array.isArray(node)) return /** @type {T} */ (node.map(withDraft7Tuples));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withDraft7Tuples(value)]));
  if (Array.isArray(copy.prefixItems)) {
    const { prefixItems, items = true, ...rest } = copy;
    return /** @type {T} */ ({ ...rest, items: prefixItems, additionalItems: items });
  }
  return /** @type {T} */ (copy);
}
