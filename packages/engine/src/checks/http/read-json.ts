import type { HttpAnswer } from './http-client.ts';

/** What a body says as JSON (RFC 8259: UTF-8); null where it is none, and for what says `null`. */
export function readJson({ body }: Pick<HttpAnswer, 'body'>): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return null;
  }
}
