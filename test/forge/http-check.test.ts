import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { answerCheck, answerChecks } from './review-checks.ts';
import { type Served, serve } from './serve.ts';

const BODY = JSON.stringify({ status: 'up', parts: [{ name: 'queue', ready: true }] });
const SHA256 = createHash('sha256').update(BODY).digest('hex');

let server: Served;

beforeEach(async () => {
  server = await serve((request, response) => {
    const path = request.url ?? '';
    if (path === '/moved') response.writeHead(301, { location: '/health' }).end();
    else if (path.startsWith('/status/'))
      response.writeHead(Number(path.slice('/status/'.length))).end('sorry');
    else {
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-own': request.headers['x-own'] ?? 'none',
      });
      response.end(BODY);
    }
  });
});

afterEach(async () => {
  await server.close();
});

const check = (rest: object, path = '/health'): object => ({
  kind: 'http',
  url: `${server.url}${path}`,
  ...rest,
});

test('the status, headers and body of an answer are as they have to be, or each fault is told', async () => {
  const ready = { properties: { parts: { items: { properties: { ready: { const: true } } } } } };
  const { answers } = await answerChecks([
    check({}),
    check({ method: 'HEAD', answerHeaders: { 'Content-Type': 'json' } }),
    check({ matches: ['"up"', 'queue'], lacks: 'down', sha256: SHA256, schema: ready }),
    check({ headers: { 'X-Own': 'mine' }, answerHeaders: { 'x-own': 'mine' } }),
    check({}, '/moved'),
    check({ status: [301, 308], answerHeaders: { location: '/health' } }, '/moved'),
    check({ status: 404 }, '/status/404'),
    check({ status: 503 }, '/status/503'),
    check({
      matches: 'down',
      lacks: 'up',
      sha256: 'a'.repeat(64),
      answerHeaders: { etag: 'x', 'x-own': 'mine' },
    }),
    check({ schema: { properties: { status: { const: 'down' } } } }),
    check({ schema: {} }, '/status/200'),
    check({}, '/status/404'),
    check({ status: [200, 204] }, '/status/403'),
    check({}, '/status/503'),
    check({}, '/status/429'),
    check({ headers: { Authorization: 'Basic x' } }),
    check({ method: 'HEAD', matches: 'up' }),
  ]);
  const at = (path: string): string => `${server.url}${path}`;
  const health = at('/health');
  expect(answers.map(({ verdict, message }) => `${verdict}: ${message}`)).toEqual([
    `pass: ${health} answers as it has to`,
    `pass: ${health} answers as it has to`,
    `pass: ${health} answers as it has to`,
    `pass: ${health} answers as it has to`,
    `pass: ${health} answers as it has to`,
    `pass: ${at('/moved')} answers as it has to`,
    `pass: ${at('/status/404')} answers as it has to`,
    `pass: ${at('/status/503')} answers as it has to`,
    `fail: ${health}: it has no header etag, its header x-own is none, without "mine", its body lacks "down", its body has "up" and its body has the sha256 ${SHA256}`,
    `fail: ${health}: status "up" is not "down"`,
    `fail: ${at('/status/200')}: its body is no JSON, or null`,
    `fail: ${at('/status/404')}: it answers 404, not 200`,
    `fail: ${at('/status/403')}: it answers 403, not 200 and 204, and was asked without a token`,
    `unknown: ${at('/status/503')} answers 503`,
    `unknown: ${at('/status/429')} answers 429`,
    'unknown: the header Authorization is not for `headers` to set',
    'unknown: HEAD asks for no body, and this check looks at one',
  ]);
  expect(answers[0]).toMatchObject({
    name: `GET ${health}`,
    seen: [{ place: health, found: '200, application/json' }],
  });
});

test('the address may come from the report', async () => {
  const url = `\${report.Result.Service}/health`;
  const way = { report: { Service: `\`${server.url}\`` } };
  expect(await answerCheck({ kind: 'http', url, matches: 'queue' }, way)).toMatchObject({ verdict: 'pass' });
  const missing = await answerCheck({ kind: 'http', url }, { report: { Service: '<url>' } });
  expect(missing).toMatchObject({ verdict: 'unknown', message: expect.stringContaining('Result.Service') });
});

test('a server that is not there is unknown, and none is asked in an offline review', async () => {
  const gone = await serve((_request, response) => response.end());
  await gone.close();
  expect(await answerCheck({ kind: 'http', url: gone.url })).toMatchObject({
    verdict: 'unknown',
    message: `${gone.url}/ can't be reached (ECONNREFUSED)`,
  });
  expect(await answerCheck(check({}), { args: ['--offline'] })).toMatchObject({ verdict: 'unknown' });
  expect(server.requests).toEqual([]);
});
