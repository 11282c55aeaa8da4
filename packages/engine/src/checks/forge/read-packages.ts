import { asFields, readAll, readText } from './read-fields.ts';

/** SHA-256 of each file of a version, by its name. */
export type FileHashes = ReadonlyMap<string, string>;

/** What is looked for; any version where none is named. */
interface PackageWanted {
  readonly type: string;
  readonly package: string;
  readonly version?: string;
}

interface PackageName {
  readonly type: string;
  readonly name: string;
  readonly version: string;
}

/** Null for another shape. */
export function readPackageNames(value: unknown): PackageName[] | null {
  return readAll(value, readPackageName);
}

function readPackageName(value: unknown): PackageName | null {
  const fields = asFields(value);
  if (fields === null) return null;
  const type = readText(fields, 'type');
  const name = readText(fields, 'name');
  const version = readText(fields, 'version');
  return type === null || name === null || version === null ? null : { type, name, version };
}

/** Forges take no notice of the case of names. */
export function hasPackage(values: readonly unknown[], wanted: PackageWanted): boolean {
  const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  return values.some((value) => {
    const found = readPackageName(value);
    return (
      found !== null &&
      isSame(found.type, wanted.type) &&
      isSame(found.name, wanted.package) &&
      (wanted.version === undefined || isSame(found.version, wanted.version))
    );
  });
}

/** Null for another shape, and where a file has no hash. */
export function readFileHashes(value: unknown): FileHashes | null {
  const pairs = readAll(value, (file) => {
    const fields = asFields(file);
    const name = fields === null ? null : readText(fields, 'name');
    const sha256 = fields === null ? null : readText(fields, 'sha256');
    return name === null || sha256 === null || !/^[0-9a-f]{64}$/i.test(sha256)
      ? null
      : ([name, sha256.toLowerCase()] as const);
  });
  return pairs === null ? null : new Map(pairs);
}
