import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { cutText } from '@roadmap-as-code/core';
import { type Body, readBody } from './read-body.ts';

/**
 * The only way in which checks ask servers. It is bounded in every direction, and a server is never believed.
 *
 *     const client = openHttpClient({ origin: check.registry, token: check.token, signal: world.signal });
 *     const answer = await client.ask({ url: `${check.registry}/left-pad`, headers: { accept: 'application/json' } });
 *     if (answer.kind === 'trouble') return unknown(answer.message, answer.help);
 *     const json = readJson(answer);                        // read-json.ts: null where it is no JSON
 *     seen.push({ place: answer.shown, found: client.show(`${answer.status}, ${String(answer.headers['etag'])}`) });
 *
 * - `ask` never throws. Every status is an answer, also 404 and 500; what is no answer is `trouble`, which makes a check
 *   `unknown`: no connection, no time left, a body that is too long, a redirect that is refused, a token that is not set.
 * - Whatever came from a server is shown to people through `client.show` alone, before anything else cuts it: it masks the
 *   token, puts all on one line and cuts it.
 * - The token goes to `origin` alone. A request to another origin goes without it, and a redirect to another origin drops
 *   it and the headers of the request, for good.
 */
export interface HttpClient {
  ask(request: HttpRequest): Promise<HttpAnswer | HttpTrouble>;
  /** A text for people, in which the token is masked: one line of at most 200 characters. */
  show(text: string): string;
}

export interface HttpClientOptions {
  /** A URL whose scheme, host and port are those that the token is for. */
  readonly origin: string;
  /** The variable of the environment that holds the token. */
  readonly token: { readonly env: string } | undefined;
  /** The word before the token in the header `Authorization`; `Bearer` without it. */
  readonly scheme?: 'Bearer' | 'token';
  /** The signal of the check. */
  readonly signal: AbortSignal;
  /** Milliseconds that one request may take, with its redirects and its body; 20 s without it. */
  readonly wait?: number;
}

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  /** Sent to the origin of `url` alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes that the body may have, after it was decompressed; 4 MiB without it. */
  readonly mostBytes?: number;
  /** False leaves the body where it is; true without it. */
  readonly wantsBody?: boolean;
  /** False takes a redirect as the answer; true without it. */
  readonly follows?: boolean;
}

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Decompressed. */
  readonly body: Buffer;
  /** Where it came from, after all redirects. */
  readonly url: URL;
  /** The same for people, without its query. */
  readonly shown: string;
  /** Whether the server got the token: a redirect may have dropped it. */
  readonly hadToken: boolean;
  /** A text in which the token is masked, and nothing is cut. */
  hide(text: string): string;
}

/** Why there is no answer, for people. */
export interface HttpTrouble {
  readonly kind: 'trouble';
  readonly message: string;
  readonly help: string;
}

const USUAL_WAIT = 20_000;
const USUAL_MOST = 4 * 1024 * 1024;
const MOST_REDIRECTS = 5;
const LONGEST_SHOWN = 200;
const OWN_HEADERS =
  /^(?:authorization|proxy-.*|host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect)$/i;

/** Headers that are not for a config to set: they say who asks, or how the message is framed (RFC 9110, RFC 9112). */
export function isOwnHeader(name: string): boolean {
  return OWN_HEADERS.test(name);
}

/** @see HttpClient */
export function openHttpClient(options: HttpClientOptions): HttpClient {
  const { token } = options;
  const secret = token === undefined ? undefined : process.env[token.env]?.trim();
  const forms = listForms(secret);
  const hide = (text: string): string => forms.reduce((rest, form) => rest.replaceAll(form, '***'), text);
  const show = (text: string): string => cutText(hide(text).replace(/\s+/g, ' ').trim(), LONGEST_SHOWN);
  return {
    show,
    ask: async (request) => {
      const ending = new AbortController();
      const timer = setTimeout(() => ending.abort(), options.wait ?? USUAL_WAIT);
      const signal = AbortSignal.any([options.signal, ending.signal]);
      try {
        if (token !== undefined && (secret === undefined || secret === ''))
          return trouble(
            `the variable ${token.env}, which is to hold a token, is not set`,
            `Set it: \`export ${token.env}=…\`.`,
          );
        return await follow(request, { ...options, secret, signal, show, hide });
      } finally {
        clearTimeout(timer);
        ending.abort();
      }
    },
  };
}

interface Asking extends HttpClientOptions {
  readonly secret: string | undefined;
  readonly show: (text: string) => string;
  readonly hide: (text: string) => string;
}

/** Asks, and goes where redirects lead: RFC 9110, section 15.4. */
async function follow(request: HttpRequest, asking: Asking): Promise<HttpAnswer | HttpTrouble> {
  const home = takeUrl(asking.origin);
  let url = takeUrl(request.url);
  let isOwn = true;
  const visited: string[] = [];
  for (;;) {
    if (typeof url === 'string') return trouble(asking.show(url), 'Correct the address.');
    const hasToken =
      isOwn && asking.secret !== undefined && typeof home !== 'string' && url.origin === home.origin;
    const headers = {
      'user-agent': 'roadmap-as-code',
      accept: '*/*',
      'accept-encoding': 'gzip',
      ...(isOwn ? takeHeaders(request.headers ?? {}) : {}),
      ...(hasToken ? { authorization: `${asking.scheme ?? 'Bearer'} ${asking.secret ?? ''}` } : {}),
    };
    const answer = await askOnce(url, headers, request, asking);
    if (answer.kind === 'trouble') return answer;
    const target = request.follows === false ? null : findTarget(answer);
    if (target === null)
      return {
        ...answer,
        kind: 'answer',
        url,
        shown: asking.show(showUrl(url)),
        hadToken: hasToken,
        hide: asking.hide,
      };
    visited.push(url.href);
    const next = takeUrl(target, url);
    const refusal = refuseRedirect(url, next, visited);
    if (refusal !== null)
      return trouble(
        asking.show(`${showUrl(url)} ${refusal}`),
        'Write the address that it should lead to, if you trust it.',
      );
    isOwn &&= typeof next !== 'string' && next.origin === url.origin;
    url = next;
  }
}

function refuseRedirect(from: URL, to: URL | string, visited: readonly string[]): string | null {
  if (typeof to === 'string') return `redirects to an address that is refused: ${to}`;
  if (from.protocol === 'https:' && to.protocol === 'http:')
    return `redirects from https to http, to ${showUrl(to)}`;
  if (visited.includes(to.href)) return `redirects in a loop, back to ${showUrl(to)}`;
  return visited.length > MOST_REDIRECTS ? `redirects more than ${MOST_REDIRECTS} times` : null;
}

function findTarget({ status, headers }: Heard): string | null {
  const { location } = headers;
  return [301, 302, 303, 307, 308].includes(status) && typeof location === 'string' ? location : null;
}

/** A URL that may be asked, without its fragment; or what is wrong with it. */
function takeUrl(text: string, base?: URL): URL | string {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return `${hideUser(text)} is no address`;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `${url.protocol} is neither http: nor https:`;
  if (url.username !== '' || url.password !== '')
    return `an address of ${url.host} has a user or a password in it`;
  url.hash = '';
  return url;
}

function hideUser(text: string): string {
  return text.replace(/^.*@/s, '…@');
}

/** Without the query, which may hold what is secret. */
function showUrl(url: URL): string {
  return `${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`;
}

function takeHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !isOwnHeader(name))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

interface Heard {
  readonly kind: 'heard';
  readonly status: number;
  readonly headers: HttpAnswer['headers'];
  readonly body: Buffer;
}

async function askOnce(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', mostBytes = USUAL_MOST, wantsBody = true, follows }: HttpRequest,
  { signal, show }: Asking,
): Promise<Heard | HttpTrouble> {
  const ask = url.protocol === 'https:' ? requestSecure : requestPlain;
  const place = showUrl(url);
  return new Promise((resolve) => {
    const fail = (error: unknown): void => resolve(explain(place, error, signal, show));
    try {
      const asked = ask(url, { method, headers, signal, agent: false });
      asked.on('error', fail);
      // The socket is nobody's from here on: an error of it would end the process.
      asked.on('upgrade', (_response, socket) => {
        socket.on('error', fail).destroy();
        fail(new Error('it changes the protocol'));
      });
      asked.on('response', (response) => {
        response.on('error', fail);
        const heard = { kind: 'heard', status: response.statusCode ?? 0, headers: response.headers } as const;
        const isRedirect = follows !== false && findTarget({ ...heard, body: NOTHING }) !== null;
        const end = (body: Body): void => {
          asked.destroy();
          resolve(
            body.kind === 'body'
              ? { ...heard, body: body.bytes }
              : trouble(show(`${place} ${body.message}`), body.help),
          );
        };
        if (method === 'HEAD' || !wantsBody || isRedirect) end({ kind: 'body', bytes: NOTHING });
        else readBody(response, mostBytes).then(end, fail);
      });
      asked.end();
    } catch (error) {
      fail(error);
    }
  });
}

const NOTHING = Buffer.alloc(0);

/** Messages of errors may hold what was sent: they are told by their code. */
function explain(
  place: string,
  error: unknown,
  signal: AbortSignal,
  show: (text: string) => string,
): HttpTrouble {
  if (signal.aborted) return trouble(show(`${place} gave no whole answer in time`), AGAIN);
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (code === 'HPE_HEADER_OVERFLOW')
    return trouble(show(`the headers of ${place} are too long`), 'See what answers there.');
  if (code.startsWith('HPE_')) return trouble(show(`${place} does not speak HTTP (${code})`), AGAIN);
  if (/CERT|TLS|SSL|SIGNATURE|ISSUER/.test(code))
    return trouble(
      show(`the certificate of ${place} is not to be trusted (${code})`),
      'Give Node.js the certificate of its issuer in NODE_EXTRA_CA_CERTS.',
    );
  if (code === 'ERR_INVALID_CHAR')
    return trouble(
      show(`a header for ${place}, or the token, has a character that no header can have`),
      'Correct it.',
    );
  return trouble(show(`${place} can't be reached${code === '' ? '' : ` (${code})`}`), AGAIN);
}

const AGAIN = 'See whether it can be reached, and run it again.';

function trouble(message: string, help: string): HttpTrouble {
  return { kind: 'trouble', message, help };
}

/** A token as it is, and as it stands in an address or in the header of basic authentication. */
function listForms(secret = ''): string[] {
  return secret === '' ? [] : [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
}
