import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import type { LocalRegistry } from './start-registries.ts';

type Files = Readonly<Record<string, string>>;

/** A version of a package, as `npm pack` would make it. */
export interface PackedVersion {
  readonly name: string;
  readonly version: string;
  readonly tarball: Buffer;
}

/** Packs a version; the same files give the same bytes. */
export function packVersion(name: string, version: string, files: Files = {}): PackedVersion {
  const all: Files = { 'package.json': `${JSON.stringify({ name, version }, null, 2)}\n`, ...files };
  const entries = Object.entries(all).map(([path, text]) => makeEntry(`package/${path}`, Buffer.from(text)));
  return { name, version, tarball: gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)])) };
}

const BLOCK = 512;

/** One file of a tar archive: POSIX pax(1), "ustar Interchange Format". */
function makeEntry(path: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  const write = (text: string, at: number): number => header.write(text, at, 'latin1');
  write(path, 0);
  write('0000644\0', 100);
  write('0000000\0', 108);
  write('0000000\0', 116);
  write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  write('00000000000\0', 136);
  write('        0', 148);
  write('ustar\u000000', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}

/** What a registry says of a tarball: SHA-1 in hex, and SHA-512 as Subresource Integrity. */
export function digestTarball(tarball: Uint8Array): { readonly shasum: string; readonly integrity: string } {
  return {
    shasum: createHash('sha1').update(tarball).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
  };
}

/** Publishes a version with the request that `npm publish` sends (libnpmpublish). */
export async function publish(
  { url }: LocalRegistry,
  { name, version, tarball }: PackedVersion,
): Promise<void> {
  const file = `${name}-${version}.tgz`;
  const dist = { ...digestTarball(tarball), tarball: `${url}/${name}/-/${file}` };
  const response = await fetch(`${url}/${name.replace('/', '%2f')}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      _id: name,
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { _id: `${name}@${version}`, name, version, dist } },
      access: 'public',
      _attachments: {
        [file]: {
          content_type: 'application/octet-stream',
          data: tarball.toString('base64'),
          length: tarball.length,
        },
      },
    }),
  });
  if (!response.ok) throw new Error(`not published: ${response.status} ${await response.text()}`);
}

/** Runs npm itself against a registry, in a new folder with these files. */
export async function runNpm(
  { url }: LocalRegistry,
  args: readonly string[],
  files: Files = {},
): Promise<void> {
  const folder = requireOwn(makeFolder('npm'));
  // npm asks for a token before it asks the registry whether it needs one.
  const settings = `registry=${url}/\n//${new URL(url).host}/:_authToken=none\nupdate-notifier=false\naudit=false\nfund=false\n`;
  writeFiles(folder, { '.npmrc': settings, ...files });
  await promisify(execFile)('npm', [...args], {
    cwd: folder,
    env: makeEnvironment({ npm_config_cache: `${folder}/cache` }),
  });
}
