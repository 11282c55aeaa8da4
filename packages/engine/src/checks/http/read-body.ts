import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A whole body, decompressed; or why there is none. */
export type Body =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  | { readonly kind: 'trouble'; readonly message: string; readonly help: string };

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads no more than a bound, counted both as it comes and as it is decompressed; what is longer ends the connection.
 * Throws where the connection breaks.
 * @param most in bytes
 */
export async function readBody(response: IncomingMessage, most: number): Promise<Body> {
  const tooLong: Body = {
    kind: 'trouble',
    message: `answers with more than ${describeSize(most)}`,
    help: 'Ask for something smaller.',
  };
  if (Number(response.headers['content-length'] ?? 0) > most) return tooLong;
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const makeDecoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (makeDecoder === undefined && encoding !== 'identity' && encoding !== '')
    return {
      kind: 'trouble',
      message: `answers in an encoding that is not known: ${encoding}`,
      help: 'See what answers there.',
    };
  let came = 0;
  const bytes = collect(most);
  try {
    const parts = decode(response, makeDecoder, (length) => {
      came += length;
      return came <= most;
    });
    for await (const part of parts) if (!bytes.add(part)) return tooLong;
  } catch (error) {
    if (came > most) return tooLong;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!/^(?:Z_|ERR__?ERROR_FORMAT|ERR_BROTLI)/.test(code)) throw error;
    return {
      kind: 'trouble',
      message: `says that it answers in ${encoding}, and does not`,
      help: 'See what answers there.',
    };
  }
  return { kind: 'body', bytes: bytes.take() };
}

/**
 * Puts parts together in one buffer that grows: a list of them would take far more memory than they have bytes, where a
 * server sends them one by one.
 */
function collect(most: number): { add(part: Buffer): boolean; take(): Buffer } {
  let all = Buffer.alloc(Math.min(most, 64 * 1024));
  let size = 0;
  return {
    add: (part) => {
      if (size + part.length > most) return false;
      if (size + part.length > all.length) {
        const next = Buffer.alloc(Math.min(most, Math.max(all.length * 2, size + part.length)));
        all.copy(next, 0, 0, size);
        all = next;
      }
      part.copy(all, size);
      size += part.length;
      return true;
    },
    take: () => all.subarray(0, size),
  };
}

/** @param accept told of each part as it comes; false ends it */
function decode(
  response: IncomingMessage,
  makeDecoder: (() => Transform) | undefined,
  accept: (bytes: number) => boolean,
): AsyncIterable<Buffer> {
  const count = async function* (source: Readable): AsyncGenerator<Buffer> {
    for await (const part of source as AsyncIterable<Buffer>) {
      if (!accept(part.length)) throw new Error('too long');
      yield part;
    }
  };
  if (makeDecoder === undefined) return count(response);
  const decoder = makeDecoder();
  // Its error comes out of the decoder, which is read to its end.
  pipeline(response, count, decoder, () => {});
  return decoder;
}

function describeSize(bytes: number): string {
  const MiB = 1024 * 1024;
  return bytes >= MiB ? `${Math.floor(bytes / MiB)} MiB` : `${bytes} bytes`;
}
