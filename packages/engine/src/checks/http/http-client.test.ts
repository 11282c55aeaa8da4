import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { type HttpClientOptions, openHttpClient } from './http-client.ts';

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function listen(server: Server): Promise<string> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (listener: RequestListener): Promise<string> => listen(createServer(listener));

/** Answers every connection with these bytes, whatever it says. */
const serveRaw = async (answer: (socket: Socket) => void): Promise<string> =>
  listen(createNetServer((socket) => socket.once('data', () => answer(socket))));

function open(origin: string, rest: Partial<HttpClientOptions> = {}): ReturnType<typeof openHttpClient> {
  return openHttpClient({
    origin,
    token: undefined,
    signal: new AbortController().signal,
    wait: 400,
    ...rest,
  });
}

test('a server that says nothing, or a byte now and then, is given up in time', async () => {
  const silent = await serve(() => undefined);
  const slow = await serve((_request, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const slowHeaders = await serveRaw((socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  for (const url of [silent, slow, slowHeaders]) {
    const start = Date.now();
    const answer = await open(url).ask({ url });
    expect(answer).toMatchObject({ kind: 'trouble', message: `${url}/ gave no whole answer in time` });
    expect(Date.now() - start).toBeLessThan(5000);
  }
});

test('redirects that never end take no more time together than one request may', async () => {
  let at = 0;
  const url = await serve((_request, response) => {
    at += 1;
    setTimeout(() => response.writeHead(302, { location: `/${at}` }).end(), 150);
  });
  expect(await open(url).ask({ url })).toMatchObject({ message: expect.stringContaining('in time') });
});

test('the signal of the check ends a request', async () => {
  const url = await serve(() => undefined);
  const ending = new AbortController();
  const asked = open(url, { signal: ending.signal, wait: 60_000 }).ask({ url });
  setTimeout(() => ending.abort(), 50);
  expect(await asked).toMatchObject({ kind: 'trouble' });
  expect(await open(url, { signal: ending.signal }).ask({ url })).toMatchObject({ kind: 'trouble' });
});

test.each([
  ['SSH-2.0-server\r\n', 'does not speak HTTP'],
  [`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`, 'are too long'],
  [`HTTP/1.1 200 OK\r\n${'x: 1\r\n'.repeat(50_000)}\r\n`, 'are too long'],
  ['HTTP/1.1 200 OK\r\nx: \u001b[31mred\r\n\r\n', 'does not speak HTTP'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfour', "can't be reached"],
  ['HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n', 'answers with more than 4 MiB'],
  [
    'HTTP/1.1 200 OK\r\ncontent-encoding: zstd\r\ncontent-length: 1\r\n\r\nx',
    'an encoding that is not known: zstd',
  ],
  ['HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx', 'says that it answers in gzip'],
  [
    'HTTP/1.1 200 OK\r\ncontent-encoding: constructor\r\ncontent-length: 1\r\n\r\nx',
    'is not known: constructor',
  ],
  ['HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', "can't be reached"],
  ['', "can't be reached"],
])('an answer of %j is trouble, and no more', async (bytes, says) => {
  const url = await serveRaw((socket) => socket.end(bytes));
  const answer = await open(url, { wait: 5000 }).ask({ url });
  expect(answer).toMatchObject({ kind: 'trouble', message: expect.stringContaining(says) });
});

test('a body is left where it is if nobody wants it', async () => {
  const url = await serve((_request, response) =>
    response.writeHead(200, { 'content-length': '5000000' }).flushHeaders(),
  );
  expect(await open(url).ask({ url, wantsBody: false })).toMatchObject({ kind: 'answer', status: 200 });
  expect(await open(url).ask({ url, method: 'HEAD' })).toMatchObject({ kind: 'answer', status: 200 });
});

test.each([
  'ftp://127.0.0.1/',
  'file:///etc/passwd',
  'http://ada:hidden@127.0.0.1/',
  'http://ada@127.0.0.1/',
  '//ada:hidden@127.0.0.1',
  'nothing with ada:hidden@host',
])('%s is not asked, and no password of it is shown', async (url) => {
  const answer = await open('http://127.0.0.1').ask({ url });
  expect(answer).toMatchObject({ kind: 'trouble' });
  expect(JSON.stringify(answer)).not.toContain('hidden');
});

test('headers that say who asks are not taken from a config', async () => {
  let seen: unknown = null;
  const url = await serve((request, response) => {
    seen = request.headers;
    response.end();
  });
  await open(url).ask({
    url,
    headers: { Host: 'other.example', AUTHORIZATION: 'Basic x', 'Content-Length': '9', 'X-Own': 'mine' },
  });
  expect(seen).toMatchObject({ host: url.slice('http://'.length), 'x-own': 'mine' });
  expect(seen).not.toHaveProperty('authorization');
});

test('a token or a header that no header can have is told without its value', async () => {
  const url = await serve((_request, response) => response.end());
  process.env['CLIENT_TEST_TOKEN'] = 'one\ntwo';
  try {
    const client = open(url, { token: { env: 'CLIENT_TEST_TOKEN' } });
    const answer = await client.ask({ url });
    expect(answer).toMatchObject({ kind: 'trouble', message: expect.stringContaining('no header can have') });
    expect(JSON.stringify(answer)).not.toContain('one');
  } finally {
    delete process.env['CLIENT_TEST_TOKEN'];
  }
});

test('what is shown is one line, cut, with the token masked in all its forms', async () => {
  process.env['CLIENT_TEST_TOKEN'] = 's3cret/token+with=signs';
  try {
    const secret = process.env['CLIENT_TEST_TOKEN'];
    const { show } = open('http://127.0.0.1', { token: { env: 'CLIENT_TEST_TOKEN' } });
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    expect(show(forms.join('\n'))).toBe('*** *** ***');
    // Nothing of a token is left at the edge of what is cut.
    for (let length = 150; length < 201; length += 1)
      expect(show(`${'x'.repeat(length)}${secret}`)).not.toContain('s3c');
    expect([...show('é'.repeat(1000))]).toHaveLength(200);
  } finally {
    delete process.env['CLIENT_TEST_TOKEN'];
  }
});

test('a body that comes byte by byte takes no more memory than its bytes', async () => {
  const count = 400_000;
  const url = await serveRaw((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(count)}0\r\n\r\n`),
  );
  const answer = await open(url, { wait: 30_000 }).ask({ url });
  if (answer.kind === 'trouble') throw new Error(answer.message);
  expect(answer.body.length).toBe(count);
  expect(answer.body.buffer.byteLength).toBeLessThan(2 * 1024 * 1024);
  expect(await open(url, { wait: 30_000 }).ask({ url, mostBytes: count - 1 })).toMatchObject({
    kind: 'trouble',
  });
}, 60_000);
