import type { CheckResult } from '@roadmap-as-code/core/checks';
import { unknown } from '../check-kind.ts';
import { type HttpAnswer, openHttpClient } from '../http/http-client.ts';
import { readJson } from '../http/read-json.ts';

export type Flavour = 'gitea' | 'forgejo' | 'github';

/** Where a forge is, as a check names it. */
export interface ForgePlace {
  readonly forge: string;
  readonly flavour?: Flavour;
  readonly token?: { readonly env: string };
}

export interface ForgeQuestion {
  /** Segments of the path after the root of the API, as they are called; each is escaped. */
  readonly path: readonly (string | number)[];
  readonly query?: Readonly<Record<string, string | number>>;
  /** The right that a token needs for it, in the words of the forge. */
  readonly right: string;
}

/** What a forge said to a question. */
export type Told =
  | { readonly kind: 'told'; readonly value: unknown; readonly place: string }
  /** 404: there is no such thing, or no such endpoint, or whoever asks may not know of it. */
  | { readonly kind: 'absent'; readonly place: string }
  | { readonly kind: 'unknown'; readonly result: CheckResult };

/** The API of a forge, asked read-only. */
export interface ForgeApi {
  readonly flavour: Flavour;
  ask(question: ForgeQuestion): Promise<Told>;
  /** The forge's description of its own API (Swagger 2.0); null where it gives none. */
  askSwagger(): Promise<unknown>;
  /** What came from the server, for people: see HttpClient. */
  show(text: string): string;
}

export function openForge(place: ForgePlace, signal: AbortSignal): ForgeApi {
  const { forge, flavour = 'gitea', token } = place;
  const root = findRoot(place);
  const client = openHttpClient({
    origin: root,
    token,
    signal,
    scheme: flavour === 'github' ? 'Bearer' : 'token',
  });
  const headers = { accept: flavour === 'github' ? 'application/vnd.github+json' : 'application/json' };
  return {
    flavour,
    show: (text) => client.show(text),
    ask: async (question) => {
      const path = joinPath(question.path);
      if (path === null)
        return refuse('a name in this check is empty, or is no name', 'Correct it, or the report.');
      const search = new URLSearchParams(
        Object.entries(question.query ?? {}).map(([key, value]) => [key, String(value)] as [string, string]),
      );
      const query = search.size === 0 ? '' : `?${search.toString()}`;
      const answer = await client.ask({ url: `${root}${path}${query}`, headers });
      if (answer.kind === 'trouble') return refuse(answer.message, answer.help);
      return hear(answer, question.right, token?.env ?? null, client.show);
    },
    askSwagger: async () => {
      const answer = await client.ask({ url: `${trimSlash(forge)}/swagger.v1.json`, headers });
      return answer.kind === 'answer' && answer.status === 200 ? readJson(answer) : null;
    },
  };
}

/** Address of the API. GitHub's own has a host of its own; that of a GitHub Enterprise Server has not. */
export function findRoot({ forge, flavour }: Pick<ForgePlace, 'forge' | 'flavour'>): string {
  const home = trimSlash(forge);
  if (flavour !== 'github') return `${home}/api/v1`;
  return home === 'https://github.com' ? 'https://api.github.com' : `${home}/api/v3`;
}

function trimSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

/** Null where a segment would lead elsewhere: `..` stays what it is when it is escaped. */
function joinPath(segments: readonly (string | number)[]): string | null {
  const texts = segments.map(String);
  if (texts.some((text) => text === '' || text === '.' || text === '..')) return null;
  return texts.map((text) => `/${encodeURIComponent(text)}`).join('');
}

function hear(
  answer: HttpAnswer,
  right: string,
  variable: string | null,
  show: (text: string) => string,
): Told {
  const { status, shown: place } = answer;
  if (status === 404) return { kind: 'absent', place };
  if (status === 401 || status === 403) return refuse(...sayForbidden(answer, right, variable));
  if (status !== 200)
    return refuse(`${place} answers ${status}`, 'See what ails the forge, and run it again.');
  const type = String(answer.headers['content-type'] ?? 'nothing that says its type');
  const value = /^application\/(?:[\w.-]+\+)?json\b/i.test(type) ? readJson(answer) : null;
  if (value === null)
    return refuse(
      `${place} answers with ${show(type)}, which is not the JSON of a forge`,
      'See whether `forge` and `flavour` are right.',
    );
  return { kind: 'told', value, place };
}

function sayForbidden(
  { status, shown, hadToken }: HttpAnswer,
  right: string,
  variable: string | null,
): [message: string, help: string] {
  const message = `${shown} refuses to tell (${status})`;
  if (variable === null) return [message, `Give the check a token that has the right ${right}: \`token\`.`];
  if (!hadToken)
    return [
      `${message}; it got no token, since it is not the host of \`forge\``,
      'Write the host that answers in `forge`, if you trust it.',
    ];
  return [message, `Give the token in ${variable} the right ${right}.`];
}

function refuse(message: string, help: string): Told {
  return { kind: 'unknown', result: unknown(message, help) };
}

/** What a forge says that is not what its API promises. */
export function sayOtherShape(place: string): CheckResult {
  return unknown(
    `the answer of ${place} does not have the shape that the API promises`,
    'See whether `flavour` is right, and which version answers there.',
  );
}
