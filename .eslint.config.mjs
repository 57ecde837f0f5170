// ESLint lives in a dotfile (`eslint -c .eslint.config.mjs`). It holds what the compiler
// cannot see: promises nobody waits for, and Svelte's own traps.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  {
    // AssemblyScript looks like TypeScript, but its own compiler checks it.
    ignores: [
      'dist/',
      'runs/',
      'node_modules/',
      'public/',
      'test-results/',
      'src/engine/wasm/assembly/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript checks names; this rule does not know types.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'svelte/button-has-type': 'error',
      // Routes are the router's hash links, not SvelteKit's.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ['src/**/*.ts', 'training/**/*.ts', 'e2e/**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          'tsconfig.json',
          'src/*/tsconfig.json',
          'training/tsconfig.json',
          'e2e/tsconfig.json',
          '.tests.tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
);
