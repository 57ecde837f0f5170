// The content security policy, in one place. The build writes it into the page, the
// service worker sends it as a header with every file: a <meta> policy does not bind
// workers that come from a file, and the worker is where the pixels are.

const directives = [
  "default-src 'none'",
  // wasm-unsafe-eval: the wasm backend compiles its module; it allows no script eval.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  // blob: of the first visit (`workers/open-worker.ts`).
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

export const pageSecurityPolicy = directives.join('; ');
export const headerSecurityPolicy = [...directives, "frame-ancestors 'self'"].join('; ');
