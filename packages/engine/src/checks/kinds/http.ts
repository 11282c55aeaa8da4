import { createHash } from 'node:crypto';
import { cutText, nameSome } from '@roadmap-as-code/core';
import type { Check, CheckResult } from '@roadmap-as-code/core/checks';
import { type CheckKind, unknown } from '../check-kind.ts';
import { holdDataToSchema } from '../hold-to-schema.ts';
import { type HttpAnswer, isOwnHeader, openHttpClient } from '../http/http-client.ts';
import { readJson } from '../http/read-json.ts';
import { listSent, needsOfToken } from '../http/token-needs.ts';

type HttpCheck = Extract<Check, { kind: 'http' }>;

const LONGEST_QUOTED = 120;
const MOST_NAMED = 5;

/** What a server answers: its status, its headers, its body. */
export const http: CheckKind<'http'> = {
  kind: 'http',
  needs: needsOfToken,
  tokens: ({ url, token }) => listSent(url, token),
  describe: ({ method = 'GET', url }) => `${method} ${url.split('?')[0] ?? url}`,
  refuseFilled: ({ token, url }) =>
    token === undefined || HAS_HOST.test(url)
      ? null
      : 'a report may not choose the host that gets a token: write the host in `url` itself',
  run: async (check, { signal }) => {
    const own = Object.keys(check.headers ?? {}).find(isOwnHeader);
    if (own !== undefined)
      return unknown(`the header ${own} is not for \`headers\` to set`, 'Name a token in `token`.');
    if (check.method === 'HEAD' && asksForBody(check))
      return unknown('HEAD asks for no body, and this check looks at one', 'Leave `method` out.');
    const wanted = [check.status ?? 200].flat();
    const client = openHttpClient({ origin: check.url, token: check.token, signal });
    const answer = await client.ask({
      url: check.url,
      method: check.method ?? 'GET',
      ...(check.headers === undefined ? {} : { headers: check.headers }),
      wantsBody: asksForBody(check),
      follows: !wanted.some((status) => status >= 300 && status < 400),
    });
    if (answer.kind === 'trouble') return unknown(answer.message, answer.help);
    const type = String(answer.headers['content-type'] ?? 'of no type');
    const seen = [{ place: answer.shown, found: client.show(`${answer.status}, ${type}`) }];
    const isAnswered = wanted.includes(answer.status);
    if (!isAnswered && isTheirTrouble(answer, wanted))
      return unknown(`${answer.shown} answers ${answer.status}`, 'See what ails it, and run it again.', seen);
    const faults = isAnswered
      ? await listFaults(check, answer, client.show)
      : [`it answers ${answer.status}, not ${nameSome(wanted.map(String))}${sayToken(check, answer)}`];
    return faults.length === 0
      ? { verdict: 'pass', message: `${answer.shown} answers as it has to`, help: null, seen }
      : sayFaults(`${answer.shown}: ${nameSome(faults, MOST_NAMED)}`, seen);
  },
};

/** What stands before the path is written, and is no value of a report. */
const HAS_HOST = /^https?:\/\/[^/?#$@\s]+(?:[/?#]|$)/;

function asksForBody({ matches, lacks, sha256, schema }: HttpCheck): boolean {
  return [matches, lacks, sha256, schema].some((one) => one !== undefined);
}

/** A server that is down, or asked too often, has not answered the question. */
function isTheirTrouble({ status }: HttpAnswer, wanted: readonly number[]): boolean {
  return (status >= 500 || status === 429) && !wanted.includes(status);
}

function sayToken({ token }: HttpCheck, { status, hadToken }: HttpAnswer): string {
  if (status !== 401 && status !== 403) return '';
  if (token === undefined) return ', and was asked without a token';
  return hadToken ? '' : ', and got no token, since it is not the host of `url`';
}

function sayFaults(message: string, seen: CheckResult['seen']): CheckResult {
  return { verdict: 'fail', message, help: 'Correct what answers there, or the check.', seen };
}

async function listFaults(
  check: HttpCheck,
  answer: HttpAnswer,
  show: (text: string) => string,
): Promise<string[]> {
  const { body, headers } = answer;
  const text = body.toString();
  const quote = (one: string): string => JSON.stringify(cutText(one, LONGEST_QUOTED));
  const list = (one: string | readonly string[] | undefined): readonly string[] =>
    one === undefined ? [] : [one].flat();
  const sha256 = createHash('sha256').update(body).digest('hex');
  const faults = [
    ...Object.entries(check.answerHeaders ?? {}).flatMap(([name, part]) => {
      const value = headers[name.toLowerCase()];
      if (value === undefined) return [`it has no header ${name}`];
      const all = [value].flat().join(', ');
      return all.includes(part) ? [] : [`its header ${name} is ${show(all)}, without ${quote(part)}`];
    }),
    ...list(check.matches)
      .filter((one) => !text.includes(one))
      .map((one) => `its body lacks ${quote(one)}`),
    ...list(check.lacks)
      .filter((one) => text.includes(one))
      .map((one) => `its body has ${quote(one)}`),
    ...(check.sha256 === undefined || check.sha256 === sha256 ? [] : [`its body has the sha256 ${sha256}`]),
  ];
  if (check.schema === undefined) return faults;
  const data = readJson(answer);
  if (data === null) return [...faults, 'its body is no JSON, or null'];
  return [...faults, ...(await holdDataToSchema(data, check.schema, body.length)).map(show)];
}
