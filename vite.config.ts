// Build, dev server and unit tests. The service worker is written by vite-plugin-pwa,
// the content security policy is put into the page here, from the one constant that the
// service worker also sends as a header.
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { VitePWA } from 'vite-plugin-pwa';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { compileKernels } from './src/engine/wasm/compile.ts';
import { pageSecurityPolicy } from './src/service-worker/csp.ts';

// The dev server needs inline scripts for hot reloading, so only builds get the policy.
const securityPolicy: Plugin = {
  name: 'security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: pageSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

const modelIndex = new URL('public/models/index.json', import.meta.url);
const { others: otherModels } = JSON.parse(readFileSync(modelIndex, 'utf8')) as {
  others: readonly string[];
};

// The compiled kernels are imported by URL and not in git.
const trainingKernels: Plugin = { name: 'training-kernels', buildStart: compileKernels };

// SwiftShader stands in for a GPU: right, and slow.
const chromiumArgs = [
  '--no-sandbox',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  // For the tests of shared memory; pages are still not isolated, and say so.
  '--enable-features=SharedArrayBuffer',
];

const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: chromiumArgs,
    },
  }),
  instances: [{ browser: 'chromium' as const }],
};

export default defineConfig({
  root: 'src',
  base: './',
  publicDir: '../public',
  cacheDir: '../node_modules/.vite',
  // No fallback to index.html: a missing model file must be a 404, not a page.
  appType: 'mpa',
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  worker: { format: 'es' },
  preview: { port: 4173, strictPort: true },
  // Found out in the middle of a test run on a cold cache, these would reload the page
  // under the tests, with two copies of Svelte.
  optimizeDeps: {
    exclude: ['@lucide/svelte', 'svelte-spa-router'],
    include: [
      'svelte',
      'svelte/attachments',
      'svelte/internal/client',
      'svelte/internal/disclose-version',
      'svelte/internal/flags/legacy',
      'svelte/legacy',
      'vitest-browser-svelte',
      'd3-array',
      'd3-dsv',
      'fflate',
      'idb',
      'seedrandom',
      'valibot',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      '@petamoriken/float16',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
  plugins: [
    trainingKernels,
    svelte({ configFile: false }),
    securityPolicy,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'service-worker',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: null,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,woff2,svg,png,webmanifest,wasm,json,bin}'],
        // Only stores and install dialogs look at the ones, nobody unasked at the others.
        globIgnores: ['screenshots/**', ...otherModels.map((name) => `models/${name}/**`)],
        maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
      },
    }),
  ],
  test: {
    // Two cores run two browsers' worth of tests: what comes may take its time.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          root: '.',
          include: ['src/**/*.test.ts', 'training/**/*.test.ts'],
          exclude: [
            '**/*.svelte.test.ts',
            '**/*.browser.test.ts',
            '**/*.long.test.ts',
            '**/node_modules/**',
          ],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          // What does not fit the gate; `npm run test:long`.
          name: 'long',
          root: '.',
          include: ['src/**/*.long.test.ts', 'training/**/*.long.test.ts'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          root: '.',
          include: ['src/**/*.svelte.test.ts', 'src/**/*.browser.test.ts'],
          exclude: ['src/workers/training.worker.browser.test.ts', '**/node_modules/**'],
          testTimeout: 60_000,
          browser: chromium,
        },
      },
      {
        extends: true,
        test: {
          // Led runs leave Chromium in a state in which the files after it hang: a browser, and a
          // command, of their own.
          name: 'browser-alone',
          root: '.',
          include: ['src/workers/training.worker.browser.test.ts'],
          testTimeout: 60_000,
          browser: chromium,
        },
      },
    ],
  },
});
