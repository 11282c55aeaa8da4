import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { answerCheck, answerChecks, makeChecked, reviewChecked } from './review-checks.ts';
import { closeServer, listen, type Served, serve } from './serve.ts';

const TOKEN = 'hush-0123456789-secret';
const environment = { SERVER_TOKEN: TOKEN };
const token = { env: 'SERVER_TOKEN' };
const MiB = 1024 * 1024;

const served: Served[] = [];

/** What `serve` gives, closed after the test. */
async function start(...args: Parameters<typeof serve>): Promise<Served> {
  const one = await serve(...args);
  served.push(one);
  return one;
}

afterEach(async () => {
  for (const one of served.splice(0)) await one.close();
});

describe('redirects', () => {
  test('that lead in a loop, too far or to what is no web address are refused', async () => {
    const targets: Record<string, string> = {
      '/self': '/self',
      '/a': '/b',
      '/b': '/a',
      '/file': 'file:///etc/passwd',
      '/script': 'javascript:alert(1)',
      '/user': 'http://ada:hidden@127.0.0.1/',
      '/none': 'http://',
    };
    const server = await start((request, response) => {
      const path = request.url ?? '';
      const count = /^\/count\/(?<at>\d+)$/.exec(path)?.groups?.['at'];
      const location = count === undefined ? targets[path] : `/count/${Number(count) - 1}`;
      if (location === undefined || count === '0') response.end('the end');
      else response.writeHead(302, { location }).end();
    });
    const paths = [...Object.keys(targets), '/count/6', '/count/5'];
    const { answers, run } = await answerChecks(
      paths.map((path) => ({ kind: 'http', url: `${server.url}${path}` })),
    );
    expect(
      answers.map(({ verdict, message }, at) => [paths[at], verdict, message.split(' redirects ')[1]]),
    ).toEqual([
      ['/self', 'unknown', `in a loop, back to ${server.url}/self`],
      ['/a', 'unknown', `in a loop, back to ${server.url}/a`],
      ['/b', 'unknown', `in a loop, back to ${server.url}/b`],
      ['/file', 'unknown', 'to an address that is refused: file: is neither http: nor https:'],
      ['/script', 'unknown', 'to an address that is refused: javascript: is neither http: nor https:'],
      ['/user', 'unknown', expect.stringContaining('has a user or a password in it')],
      ['/none', 'unknown', expect.stringContaining('is no address')],
      ['/count/6', 'unknown', 'more than 5 times'],
      ['/count/5', 'pass', undefined],
    ]);
    expect(run.stdout).not.toContain('hidden');
  });

  test('to another host take neither the token nor any header along, and do not bring them back', async () => {
    const home = await start((request, response) => {
      if (request.url === '/back') response.end(JSON.stringify(request.headers));
      else response.writeHead(307, { location: `${other.url}/catch` }).end();
    });
    const other = await start((request, response) => {
      if (request.url === '/catch') response.writeHead(302, { location: `${home.url}/back` }).end();
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="give it to me"' }).end();
    });
    const { answers } = await answerChecks(
      [
        { kind: 'http', url: `${home.url}/start`, token, headers: { 'X-Own': 'mine' }, matches: 'host' },
        { kind: 'forge-run', forge: home.url, repository: 'octo/widget', run: 1, token },
      ],
      { environment },
    );
    expect(answers[0]?.verdict).toBe('pass');
    expect(home.requests[0]?.headers.authorization).toContain(TOKEN);
    const later = [...other.requests, ...home.requests.filter(({ url }) => url === '/back')];
    expect(later.length).toBeGreaterThan(2);
    for (const request of later) {
      expect(request.headers).not.toHaveProperty('authorization');
      expect(request.headers).not.toHaveProperty('x-own');
      expect(JSON.stringify(request.rawHeaders)).not.toContain(TOKEN);
    }
  });

  test('to a host that asks for a token get none, and the answer says so', async () => {
    const other = await start((_request, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
    );
    const home = await start((request, response) =>
      response.writeHead(302, { location: `${other.url}${request.url ?? ''}` }).end(),
    );
    const { answers } = await answerChecks(
      [
        { kind: 'http', url: home.url, token },
        { kind: 'forge-package', forge: home.url, owner: 'octo', type: 'npm', package: 'widget', token },
      ],
      { environment },
    );
    expect(answers.map(({ verdict, message }) => [verdict, message])).toEqual([
      ['fail', expect.stringContaining('got no token, since it is not the host of `url`')],
      ['unknown', expect.stringContaining('it got no token, since it is not the host of `forge`')],
    ]);
    for (const { headers } of other.requests) expect(headers).not.toHaveProperty('authorization');
  });

  test('from https to http are refused, even on one host', async () => {
    const folder = makeFolder('certificate');
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
    ];
    execFileSync('openssl', [...made, '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], {
      stdio: 'pipe',
    });
    const plain = await start((_request, response) => response.end('plain'));
    const secure = createSecureServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (request, response) => {
        if (request.url === '/ok') response.end('safe');
        else response.writeHead(302, { location: plain.url }).end();
      },
    );
    const url = `https://${await listen(secure)}`;
    try {
      const checks = ['/ok', '/down'].map((path) => ({ kind: 'http', url: `${url}${path}` }));
      const trusted = await answerChecks(checks, { environment: { NODE_EXTRA_CA_CERTS: cert } });
      expect(trusted.answers.map(({ verdict, message }) => [verdict, message])).toEqual([
        ['pass', `${url}/ok answers as it has to`],
        ['unknown', `${url}/down redirects from https to http, to ${plain.url}/`],
      ]);
      expect(plain.requests).toEqual([]);
      expect(await answerCheck({ kind: 'http', url: `${url}/ok` })).toMatchObject({
        verdict: 'unknown',
        message: expect.stringContaining('certificate'),
      });
    } finally {
      await closeServer(secure);
    }
  });
});

describe('bodies', () => {
  test('of a gigabyte, or that grow to one, end the connection before they fill the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * MiB));
    const brotli = brotliCompressSync(Buffer.alloc(64 * MiB));
    let sent = 0;
    let open = 0;
    const server = await start((request, response) => {
      open += 1;
      response.on('close', () => {
        open -= 1;
      });
      if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else if (request.url === '/br') response.writeHead(200, { 'content-encoding': 'br' }).end(brotli);
      else {
        const isDeclared = request.url === '/declared';
        response.writeHead(200, isDeclared ? { 'content-length': String(1024 * MiB) } : {});
        const part = Buffer.alloc(MiB / 4, 'x');
        const push = (): void => {
          while (!response.destroyed && sent < 1024 * MiB) {
            sent += part.length;
            if (!response.write(part)) {
              response.once('drain', push);
              return;
            }
          }
        };
        push();
      }
    });
    const paths = ['/stream', '/declared', '/gzip', '/br'];
    const rss = join(makeFolder('rss'), 'rss');
    writeFiles(join(rss, '..'), {
      'watch.cjs': `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(rss)}, String(process.resourceUsage().maxRSS)));`,
    });
    const start_ = Date.now();
    const { answers } = await answerChecks(
      paths.map((path) => ({ kind: 'http', url: `${server.url}${path}`, matches: 'never' })),
      { environment: { NODE_OPTIONS: `--require=${join(rss, '../watch.cjs')}` } },
    );
    expect(Date.now() - start_).toBeLessThan(15_000);
    expect(answers.map(({ verdict, message }) => [verdict, message])).toEqual(
      paths.map((path) => ['unknown', `${server.url}${path} answers with more than 4 MiB`]),
    );
    expect(open).toBe(0);
    expect(sent).toBeLessThan(64 * MiB);
    // In KiB (getrusage(2)).
    expect(Number(readFileSync(rss, 'utf8')) / 1024).toBeLessThan(300);
  });

  test('are not asked for where only the status matters', async () => {
    const server = await start((_request, response) => {
      response.writeHead(200, { 'content-length': String(1024 * MiB) }).flushHeaders();
    });
    expect(await answerCheck({ kind: 'http', url: server.url })).toMatchObject({ verdict: 'pass' });
  });
});

describe('a forge that answers otherwise than it should', () => {
  const good = {
    id: 1,
    run_number: 1,
    head_sha: 'a'.repeat(40),
    path: 'x.yml',
    status: 'completed',
    conclusion: 'success',
  };
  const bodies: [says: string, body: string, type?: string][] = [
    ['not the JSON', '<html>login</html>', 'text/html'],
    ['not the JSON', JSON.stringify(good), 'text/plain'],
    ['not the JSON', '{"id": 1,'],
    ['not the JSON', ''],
    ['not the JSON', 'null'],
    ['not the JSON', '\uFEFF\u0000'],
    ['the shape', '[]'],
    ['the shape', '{}'],
    ['the shape', '"text"'],
    ['the shape', '7'],
    ['the shape', JSON.stringify({ ...good, id: '1' })],
    ['the shape', JSON.stringify({ ...good, id: 1e300 })],
    ['the shape', JSON.stringify({ ...good, head_sha: ['a'] })],
    ['the shape', JSON.stringify({ ...good, status: { toString: 'x' } })],
    ['', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['', `{"__proto__": {"id": 1}, "constructor": null}`],
  ];

  test('is unknown, whatever shape its answer has', async () => {
    const server = await start((request, response) => {
      const at = Number(/^\/(?<at>\d+)\//.exec(request.url ?? '')?.groups?.['at']);
      const [, body, type = 'application/json'] = bodies[at] ?? ['', ''];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    const checks = bodies.flatMap((_body, at) => {
      const forge = `${server.url}/${at}`;
      return [
        { kind: 'forge-run', forge, repository: 'octo/widget', run: 1 },
        { kind: 'forge-runner', forge, repository: 'octo/widget', scope: 'repository', runner: 'deploy' },
        {
          kind: 'forge-package',
          forge,
          owner: 'octo',
          type: 'npm',
          package: 'widget',
          version: '1',
          exists: false,
        },
      ];
    });
    const { answers } = await answerChecks(checks);
    expect(answers).toHaveLength(checks.length);
    answers.forEach(({ verdict, message }, at) => {
      const [says = '', body] = bodies[Math.floor(at / 3)] ?? [];
      // An empty list of packages is the one good answer among them.
      const isGood = at % 3 === 2 && body === '[]';
      expect([at, verdict, message]).toEqual([at, 'unknown', expect.stringContaining(isGood ? '' : says)]);
    });
  });

  test('can put no colours, lines or commands on a terminal', async () => {
    const evil = '\u001b[31mred\u001b]0;title\u0007\r\nR9 pass\u202e\u0000';
    const server = await start((_request, response) => {
      const runner = { id: 1, name: 'deploy', status: 'online', busy: false, labels: [{ name: evil }] };
      const body = { ...good, path: `x.yml${evil}`, conclusion: evil, runners: [runner], total_count: 1 };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const { root } = makeChecked([
      { kind: 'forge-run', forge: server.url, repository: 'octo/widget', run: 1 },
      {
        kind: 'forge-runner',
        forge: server.url,
        repository: 'octo/widget',
        scope: 'repository',
        runner: 'deploy',
      },
      {
        kind: 'http',
        url: server.url,
        schema: { required: ['x'], properties: { conclusion: { const: 'x' } } },
      },
    ]);
    for (const args of [['review'], ['review', '--json'], ['review', '--format', 'markdown']]) {
      const { stdout, stderr } = await runRoadmap(root, args, { FORCE_COLOR: '0' });
      expect(stdout).toContain('red');
      // Nothing but line feeds below the space, and nothing that turns the direction of text.
      for (const text of [stdout, stderr])
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(stdout).not.toMatch(/^R9 pass/m);
    }
  });
});

describe('a token', () => {
  test('that a server echoes is masked wherever it is shown', async () => {
    const server = await start((request, response) => {
      const echo = String(request.headers.authorization).replace(/^\w+ /, '');
      const forms = [echo, encodeURIComponent(echo), Buffer.from(echo).toString('base64')].join(' ');
      const filled = `${'x'.repeat(190)}${echo}`;
      const isRun = (request.url ?? '').includes('/runs/');
      const body = isRun
        ? {
            id: 1,
            run_number: 1,
            head_sha: echo,
            path: forms,
            status: 'completed',
            conclusion: filled,
            html_url: '',
          }
        : {
            runners: [{ id: 1, name: 'deploy', status: 'offline', labels: [echo, filled] }],
            total_count: 1,
            [echo]: forms,
          };
      response.writeHead(200, { 'content-type': 'application/json', 'x-echo': forms });
      response.end(JSON.stringify(body));
    });
    const common = { forge: server.url, repository: 'octo/widget', token };
    const checks = [
      { kind: 'forge-run', ...common, run: 1 },
      { kind: 'forge-runner', ...common, scope: 'repository', runner: 'deploy' },
      {
        kind: 'http',
        url: `${server.url}/path`,
        token,
        answerHeaders: { 'x-echo': 'nothing' },
        schema: {
          additionalProperties: false,
          properties: { runners: { items: { properties: { labels: { const: 1 } } } } },
        },
      },
    ];
    const { root } = makeChecked(checks);
    await runRoadmap(root, ['trust', '--yes'], environment);
    for (const args of [
      ['review'],
      ['review', '--json'],
      ['review', '--format', 'markdown'],
      ['review', 'R3'],
    ]) {
      const { stdout, stderr } = await runRoadmap(root, args, environment);
      expect(stdout).toMatch(/(?:\\?\*){3}/);
      for (const form of [TOKEN, TOKEN.slice(0, 9), Buffer.from(TOKEN).toString('base64')])
        expect(stdout + stderr).not.toContain(form);
    }
    expect(server.requests.every(({ headers }) => headers.authorization?.includes(TOKEN))).toBe(true);
  });

  test('is trusted with one host alone', async () => {
    const server = await start((_request, response) => response.end());
    const other = await start((_request, response) => response.end());
    const { root } = makeChecked([{ kind: 'http', url: `${server.url}/a`, token }]);
    const shown = await runRoadmap(root, ['trust', '--status'], environment);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain(`SERVER_TOKEN is sent to ${server.url}`);
    await runRoadmap(root, ['trust', '--yes'], environment);
    const config = join(root, 'roadmap.yaml');
    const write = (path: string): void =>
      writeFiles(root, { 'roadmap.yaml': readFileSync(config, 'utf8').replace(/http:[^"]*/, path) });
    write(`${server.url}/b`);
    expect((await reviewChecked(root, environment)).answers).toMatchObject([{ verdict: 'pass' }]);
    write(`${other.url}/b`);
    expect((await reviewChecked(root, environment)).answers).toMatchObject([{ verdict: 'unknown' }]);
    expect(other.requests).toEqual([]);
  });

  test('goes to no host that a report chooses', async () => {
    const server = await start((_request, response) => response.end());
    const host = server.url.replace('http://', '');
    const urls = [
      `http://\${report.Result.Host}/`,
      `http://127.0.0.1\${report.Result.Port}/`,
      `\${report.Result.Url}`,
    ];
    const { answers } = await answerChecks(
      urls.map((url) => ({ kind: 'http', url, token })),
      { environment, report: { Host: host, Port: `:${host.split(':')[1] ?? ''}`, Url: server.url } },
    );
    expect(answers.map(({ verdict, message }) => [verdict, message])).toEqual(
      urls.map(() => [
        'unknown',
        'a report may not choose the host that gets a token: write the host in `url` itself',
      ]),
    );
    expect(server.requests).toEqual([]);
  });

  test.each([
    [{ kind: 'http', url: 'ftp://example.org/' }],
    [{ kind: 'http', url: 'https://ada:pw@example.org/' }],
    [{ kind: 'http', url: 'https://example.org/', token: { env: `\${report.Result.Name}` } }],
    [{ kind: 'http', url: 'https://example.org/', token: 'a-token-in-the-config' }],
    [{ kind: 'forge-run', forge: `https://\${report.Result.Host}`, repository: 'a/b', run: 1 }],
    [{ kind: 'forge-run', forge: 'https://ada:pw@example.org', repository: 'a/b', run: 1 }],
    [{ kind: 'forge-run', forge: 'https://example.org', repository: '../admin', run: 1 }],
    [{ kind: 'forge-run', forge: 'https://example.org', repository: 'a/b/c', run: 1 }],
  ])('%j is refused with its line', async (check) => {
    const { root } = makeChecked([check]);
    const { code, stderr } = await runRoadmap(root, ['review']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/roadmap\.yaml:1:\d+/);
  });
});
