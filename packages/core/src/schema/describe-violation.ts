import { suggestName } from '../message/suggest-name.ts';
import { cutText, nameSome } from '../message/words.ts';
import type { SchemaError } from './schema-validator.ts';

/**
 * A violation of a team's own JSON Schema in words, without its place. Where the violated schema has a `description`, that
 * is said, since it is in the words of those who wrote the schema.
 */
export function describeInTheirWords(error: SchemaError): string {
  const description = error.parentSchema?.['description'];
  return typeof description === 'string' && description !== '' ? description : describeViolation(error);
}

/** A violation of a JSON Schema in words, without its place. */
export function describeViolation({ keyword, params, data, message }: SchemaError): string {
  const value = data === undefined ? '' : `${cutText(JSON.stringify(data) ?? '', 60)} `;
  switch (keyword) {
    case 'required':
      return `${String(params['missingProperty'])} is missing`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${String(params['additionalProperty'] ?? params['unevaluatedProperty'])} is not known here`;
    case 'enum': {
      const allowed =
        (params['allowedValues'] as unknown[] | undefined)?.map((one) => JSON.stringify(one)) ?? [];
      return `${value}is not one of ${nameSome(allowed)}`;
    }
    case 'const':
      return `${value}is not ${JSON.stringify(params['allowedValue'])}`;
    case 'type':
      return `${value}is not of type ${String(params['type'])}`;
    case 'pattern':
      return `${value}does not match the pattern ${String(params['pattern'])}`;
    case 'contains':
      return 'no element is as it must be';
    default:
      return `${value}${message ?? `violates ${keyword}`}`;
  }
}

/** The key that a misspelt one most likely stands for, among the properties of the schema that refused it. */
export function suggestKey(error: SchemaError): string | null {
  if (error.keyword !== 'additionalProperties') return null;
  const properties = error.parentSchema?.['properties'];
  if (typeof properties !== 'object' || properties === null) return null;
  return suggestName(String(error.params['additionalProperty']), Object.keys(properties));
}
