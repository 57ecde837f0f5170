import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchBundle } from './fetch-bundle';

const files: Record<string, { status?: number; type: string; body: string }> = {
  '/good/models/index.json': { type: 'application/json', body: '{"default":"a","others":["b"]}' },
  '/good/models/a/card.json': { type: 'application/json', body: '{"formatVersion":99}' },
  '/good/models/b/card.json': { type: 'text/html', body: '<!doctype html>' },
  '/pages/models/index.json': { type: 'text/html', body: '<!doctype html>' },
  '/odd/models/index.json': { type: 'application/json', body: '{"default":7}' },
};
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const {
      status = 200,
      type,
      body,
    } = files[request.url!] ?? { status: 404, type: 'text/plain', body: '' };
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const cases: [string, string, string, string, RegExp][] = [
  ['the index is missing', 'none', 'default', 'bundle-missing-file', /index\.json.*404/],
  ['the index is a page', 'pages', 'default', 'bundle-missing-file', /page instead of the file/],
  ['the index is odd', 'odd', 'default', 'bundle-malformed', /index\.json/],
  ['the model is not in the index', 'good', '../secret', 'bundle-missing-file', /no model/],
  ['a file is a page', 'good', 'b', 'bundle-missing-file', /card\.json.*page instead/],
  ['the card is of another version', 'good', 'default', 'bundle-unknown-version', /99/],
];
it.each(cases)('says when %s', async (_, site, name, code, message) => {
  const url = `${origin}/${site}/models/`;
  await expect(fetchBundle(url, name, () => undefined)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
});

it('tells of every file that has come', async () => {
  let heard = 0;
  await fetchBundle(`${origin}/good/models/`, 'a', () => heard++).catch(() => undefined);
  expect(heard).toBe(1);
});
