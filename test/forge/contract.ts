import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checkout } from '../support/checkout.ts';

/** A server with runners and runs, or one from before them. */
export type ForgeVersion = 'new' | 'old';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly type?: string;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly schema?: object }>>;
}

/** The part of Swagger 2.0 that is read here. */
export interface Swagger {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions: Readonly<Record<string, object>>;
  readonly responses?: Readonly<Record<string, { readonly schema?: object }>>;
}

/** What a forge says that its API is; requests and answers are held to it. */
export interface Contract {
  readonly name: string;
  readonly swagger: Swagger;
  /** What is wrong with a request: its endpoint is not there, or a parameter is not, or has another type. */
  listRequestFaults(method: string, url: URL): string[];
  /** What is wrong with an answer of JSON: a field that is not there, or has another type. */
  listAnswerFaults(method: string, url: URL, status: number, body: unknown): string[];
}

const OWN = { new: 'gitea-new.json', old: 'gitea-old.json' };
/** Descriptions that Gitea gives of itself, where they lie beside the checkout. */
const REAL = { new: 'gitea-2026-07.swagger.json', old: 'gitea-2024-12.swagger.json' };

/** The contract of our own, and Gitea's where it is there. */
export function loadContracts(version: ForgeVersion): Contract[] {
  const own = join(import.meta.dirname, 'contract', OWN[version]);
  const real = join(checkout, '../shared/forge', REAL[version]);
  return [own, ...(existsSync(real) ? [real] : [])].map(loadContract);
}

function loadContract(path: string): Contract {
  const swagger = JSON.parse(readFileSync(path, 'utf8')) as Swagger;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({
    $id: 'forge',
    definitions: close(swagger.definitions),
    responses: close(swagger.responses),
  });
  const compiled = new Map<string, ValidateFunction>();
  const compile = (schema: object): ValidateFunction => {
    const key = JSON.stringify(schema);
    const known = compiled.get(key) ?? ajv.compile(close(schema, 'forge') as object);
    compiled.set(key, known);
    return known;
  };
  return {
    name: path,
    swagger,
    listRequestFaults: (method, url) => {
      const found = findOperation(swagger, method, url);
      if (found === null) return [`${method} ${url.pathname} is no endpoint`];
      return [...listQueryFaults(found.operation, url), ...listPathFaults(found)];
    },
    listAnswerFaults: (method, url, status, body) => {
      const found = findOperation(swagger, method, url);
      const answer = found?.operation.responses[String(status)];
      if (found === null)
        return status === 404 ? [] : [`${url.pathname} answers ${status}, and is no endpoint`];
      // Gitea describes neither 401 nor 5xx.
      if (answer === undefined) return status === 200 ? [`${found.template} answers with 200`] : [];
      const schema = answer.schema ?? swagger.responses?.[answer.$ref?.split('/').at(-1) ?? '']?.schema;
      if (schema === undefined || status !== 200) return [];
      const validate = compile(schema);
      validate(body);
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${found.template}: ${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    },
  };
}

const BASE = '/api/v1';

interface FoundOperation {
  readonly template: string;
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
}

function findOperation({ paths }: Swagger, method: string, { pathname }: URL): FoundOperation | null {
  if (!pathname.startsWith(`${BASE}/`)) return null;
  const steps = pathname.slice(BASE.length).split('/').map(decodeURIComponent);
  const fitting = Object.keys(paths)
    .filter((path) => paths[path]?.[method.toLowerCase()] !== undefined)
    .filter((path) => {
      const parts = path.split('/');
      return parts.length === steps.length && parts.every((part, at) => isName(part) || part === steps[at]);
    })
    // What is written out goes before what is a parameter.
    .sort((a, b) => a.split('{').length - b.split('{').length);
  const [template] = fitting;
  const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()];
  if (template === undefined || operation === undefined) return null;
  const named = template
    .split('/')
    .map((part, at) => [part.slice(1, -1), steps[at] ?? '', isName(part)] as const);
  return {
    template,
    operation,
    values: Object.fromEntries(named.filter(([, , is]) => is).map(([name, value]) => [name, value])),
  };
}

function isName(part: string): boolean {
  return part.startsWith('{');
}

function listQueryFaults({ parameters = [] }: Operation, { searchParams }: URL): string[] {
  return [...searchParams].flatMap(([name, value]) => {
    const parameter = parameters.find((one) => one.in === 'query' && one.name === name);
    if (parameter === undefined) return [`there is no parameter ${name}`];
    return isOfType(value, parameter.type) ? [] : [`${name} is ${value}, and no ${parameter.type ?? ''}`];
  });
}

function listPathFaults({ operation, values }: FoundOperation): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const parameter = (operation.parameters ?? []).find((one) => one.in === 'path' && one.name === name);
    if (parameter === undefined) return [`there is no parameter ${name}`];
    return isOfType(value, parameter.type) ? [] : [`${name} is ${value}, and no ${parameter.type ?? ''}`];
  });
}

function isOfType(value: string, type = 'string'): boolean {
  if (type === 'integer') return /^\d+$/.test(value);
  return type === 'boolean' ? /^(?:true|false)$/.test(value) : value !== '';
}

/**
 * The schema with its objects closed, so that no field is taken that it does not name: Swagger leaves them open, and any
 * answer would do.
 */
function close(node: unknown, base = ''): unknown {
  if (Array.isArray(node)) return node.map((one) => close(one, base));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [key, `${base}${value}`] : [key, close(value, base)],
  );
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  const isObject = copy['type'] === 'object' && typeof copy['properties'] === 'object';
  return isObject && copy['additionalProperties'] === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}
