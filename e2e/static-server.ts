// The plainest static host: files of dist/ under a sub-path, nothing else. No fallback to
// index.html and no headers, so what works here works anywhere. Remembers every request.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built app. */
export const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.bin': 'application/octet-stream',
};

export interface StaticServer {
  /** Ends with the sub-path and a slash. */
  readonly url: string;
  readonly requests: readonly string[];
  /** From now on serves another build, in a folder whose path ends with a slash. */
  deploy(folder: string): void;
  /** From now on changes files on their way out. */
  alter(change: (path: string, bytes: Uint8Array) => Uint8Array): void;
  /** Drops every connection; the port stays unused. */
  stop(): Promise<void>;
}

/** Serves dist/ under `/repo/`, as a GitHub project page would be. */
export async function serveDist(port = 0): Promise<StaticServer> {
  const requests: string[] = [];
  let root = dist;
  let change = (_path: string, bytes: Uint8Array): Uint8Array => bytes;
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://localhost').pathname);
    requests.push(`${request.method} ${path}`);
    const inside = path.startsWith('/repo/') ? path.slice('/repo/'.length) : '../';
    const file = normalize(join(root, inside === '' ? 'index.html' : inside));
    if (!file.startsWith(root)) return void response.writeHead(404).end();
    readFile(file).then(
      (stored) => {
        const bytes = change(path, stored);
        response.writeHead(200, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          'content-length': bytes.length,
          'cache-control': 'no-store',
        });
        response.end(bytes);
      },
      () => void response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: open } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${open}/repo/`,
    requests,
    deploy: (folder) => {
      root = folder;
    },
    alter: (next) => {
      change = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
