import type { HttpAnswer } from './http-client.ts';

/**
 * What a body says as JSON (RFC 8259: UTF-8), with the token masked in every text; null where it is none, and for what
 * says `null`.
 */
export function readJson({ body, hide }: Pick<HttpAnswer, 'body' | 'hide'>): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? hide(value) : value));
  } catch {
    return null;
  }
}
