// Holds the tree to its own map (src/README.md): who may import whom. An edge that is
// not listed fails, type-only ones too.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Rule {
  /** Own folders or files this part may import, as prefixes relative to the repo. */
  readonly own: readonly string[];
  /** npm packages it may import, as patterns. */
  readonly packages: RegExp;
}

const none = /^$/;
const tfjsPure = /^@tensorflow\/tfjs-(core|layers)$/;
const purePackages =
  /^(valibot|seedrandom|d3-(array|dsv)|@noble\/hashes\/.+|fflate|@petamoriken\/float16|@tensorflow\/tfjs-(core|layers))$/;

// First match wins.
const rules: readonly (readonly [part: RegExp, rule: Rule])[] = [
  [
    /^src\/core\/testing\.ts$/,
    { own: ['src/core/'], packages: /^@tensorflow\/tfjs-(core|backend-cpu)$/ },
  ],
  [/^src\/core\//, { own: ['src/core/'], packages: purePackages }],
  // Build, in Node.
  [
    /^src\/engine\/wasm\/compile\.ts$/,
    { own: ['src/engine/'], packages: /^(node:.+|assemblyscript\/asc)$/ },
  ],
  // Tests only, in Node.
  [
    /^src\/engine\/wasm\/testing\.ts$/,
    {
      own: ['src/core/', 'src/engine/'],
      packages: /^(node:.+|vitest|@tensorflow\/tfjs-(core|backend-[a-z]+))$/,
    },
  ],
  // AssemblyScript.
  [/^src\/engine\/wasm\/assembly\//, { own: ['src/engine/wasm/assembly/'], packages: none }],
  [
    /^src\/engine\//,
    {
      own: ['src/core/', 'src/engine/'],
      packages: /^@tensorflow\/tfjs-(core|backend-[a-z]+)(\/.+)?$/,
    },
  ],
  [/^src\/workers\/protocol\.ts$/, { own: ['src/core/', 'src/engine/backend.ts'], packages: none }],
  [
    /^src\/workers\/(client|worker-port)\.ts$/,
    { own: ['src/core/', 'src/engine/backend.ts', 'src/workers/'], packages: none },
  ],
  [
    /^src\/workers\/replica-port\.ts$/,
    {
      own: [
        ...['src/core/train/replicas/', 'src/engine/backend.ts'],
        ...['src/workers/open-worker.ts', 'src/workers/replica.worker.ts'],
      ],
      packages: none,
    },
  ],
  [/^src\/workers\/open-worker\.ts$/, { own: [], packages: none }],
  [
    /^src\/workers\/start\.ts$/,
    { own: ['src/core/', 'src/engine/backend.ts', 'src/workers/', 'src/storage/'], packages: none },
  ],
  [
    /^src\/workers\/((training|intake|estimate)-(client|protocol)|run-lock|start-lab)\.ts$/,
    {
      own: ['src/core/', 'src/engine/backend.ts', 'src/workers/', 'src/storage/lab/'],
      packages: none,
    },
  ],
  // What leads a run keeps its checkpoints itself: the page may be gone.
  [
    /^src\/workers\/(lead-run|run-host|run-files|run-pictures|score-pictures|take-in|judge-test|open-activations|measure-(run|training)|estimate\.worker)\.ts$/,
    {
      own: [
        ...['src/core/', 'src/engine/', 'src/workers/'],
        ...['src/platform/decode.ts', 'src/platform/encode.ts'],
        ...['src/storage/db.ts', 'src/storage/lab/'],
      ],
      packages: /^@(tensorflow\/tfjs-layers|petamoriken\/float16)$/,
    },
  ],
  [
    /^src\/workers\//,
    {
      own: ['src/core/', 'src/engine/', 'src/workers/', 'src/platform/decode.ts'],
      packages: /^@tensorflow\/tfjs-(core|layers|backend-wasm\/.+)$/,
    },
  ],
  [/^src\/platform\//, { own: ['src/core/', 'src/platform/'], packages: none }],
  [
    /^src\/storage\//,
    { own: ['src/core/', 'src/engine/backend.ts', 'src/storage/'], packages: /^(idb|valibot)$/ },
  ],
  [/^src\/service-worker\//, { own: ['src/service-worker/'], packages: /^workbox-[a-z]+$/ }],
  [
    /^src\/features\/([^/]+)\//,
    {
      own: [
        'src/ui/',
        'src/i18n/',
        'src/platform/',
        'src/storage/',
        'src/workers/client.ts',
        'src/workers/start.ts',
        'src/workers/start-lab.ts',
        'src/workers/training-client.ts',
        'src/workers/training-protocol.ts',
        'src/workers/intake-client.ts',
        'src/workers/intake-protocol.ts',
        'src/workers/estimate-client.ts',
        'src/workers/estimate-protocol.ts',
        'src/workers/run-lock.ts',
        'src/workers/protocol.ts',
        'src/engine/backend.ts',
        'src/core/',
        'src/services.ts',
      ],
      packages: /^(svelte|svelte-spa-router|@lucide\/svelte|d3-(array|scale|shape))(\/.+)?$/,
    },
  ],
  [
    /^src\/ui\//,
    { own: ['src/ui/', 'src/i18n/', 'src/core/'], packages: /^(svelte|@lucide\/svelte)(\/.+)?$/ },
  ],
  [/^src\/i18n\//, { own: ['src/i18n/', 'src/core/', 'src/engine/backend.ts'], packages: none }],
  [
    /^src\/[^/]+$/,
    { own: ['src/'], packages: /^(svelte|svelte-spa-router|@fontsource-variable\/.+)(\/.+)?$/ },
  ],
  [
    /^training\//,
    {
      own: ['src/core/', 'src/engine/', 'training/'],
      packages:
        /^(node:.+|sharp|commander|cli-progress|d3-(array|dsv|scale|shape)|valibot|webgpu|@petamoriken\/float16|@tensorflow\/tfjs-(core|layers|backend-[a-z]+))$/,
    },
  ],
  [
    /^e2e\//,
    {
      // The dictionaries too: journeys find things by their words, in any language.
      own: ['src/core/', 'src/i18n/', 'e2e/'],
      packages: /^(node:.+|@playwright\/test|@axe-core\/playwright|sharp|fflate)$/,
    },
  ],
];

/** Parts of core that a page may use hold no tensor: they must not reach tfjs. */
const tensorFree =
  /^src\/(features|ui|i18n|platform|storage|services|App|main|routes|workers\/(client|protocol|start|(training|intake|estimate)-(client|protocol)|run-lock|worker-port|replica-port|picture-source))/;

const files = ['src', 'training', 'e2e'].flatMap((folder) => walk(join(root, folder)));
const shipped = files.filter((file) => !isTest(file));
const imports = new Map(shipped.map((file) => [file, importsOf(file)]));

describe('architecture', () => {
  it('finds the code it is meant to check', () => {
    expect(shipped.length).toBeGreaterThan(50);
    expect(imports.get('src/core/classify.ts')).toContainEqual(
      expect.objectContaining({ target: 'src/core/prediction.ts' }),
    );
  });

  it('has no import that the table does not allow', () => {
    const forbidden = shipped.flatMap((file) => {
      const rule = rules.find(([part]) => part.test(file))?.[1];
      if (!rule) return [`${file}: no rule covers it`];
      return imports
        .get(file)!
        .filter(
          ({ target, own }) => !(own ? mayImport(file, rule, target) : rule.packages.test(target)),
        )
        .map(({ target }) => `${file} → ${target}`);
    });
    expect(forbidden).toEqual([]);
  });

  it('keeps tensors out of pages', () => {
    const pages = shipped.filter((file) => tensorFree.test(file));
    const reaching = pages.flatMap((file) => {
      const path = pathToTensors(file, new Set());
      return path ? [path.join(' → ')] : [];
    });
    expect(reaching).toEqual([]);
  });

  it('keeps the helpers for tests out of shipped code', () => {
    const isHelper = /\/testing\.ts$/;
    const users = shipped
      .filter((file) => !isHelper.test(file))
      .filter((file) => imports.get(file)!.some(({ target }) => isHelper.test(target)));
    expect(users).toEqual([]);
  });

  it('has no DOM type in core, not even where the compiler would let one through', () => {
    const dom =
      /\b(document|window|HTML\w*Element|ImageData|Blob|FileReader|navigator|localStorage)\b/;
    const users = shipped
      .filter((file) => file.startsWith('src/core/'))
      .filter((file) => dom.test(withoutComments(file)));
    expect(users).toEqual([]);
  });

  it('has no import circle', () => {
    const circles = shipped.flatMap((file) => {
      const circle = circleFrom(file);
      return circle ? [circle.join(' → ')] : [];
    });
    expect(circles).toEqual([]);
  });

  it('has only what belongs at the top level', () => {
    const allowed =
      /^(\..+|package\.json|package-lock\.json|tsconfig\.json|vite\.config\.ts|README\.md|LICENSE|src|public|training|e2e|node_modules|dist|runs|test-results)$/;
    expect(readdirSync(root).filter((name) => !allowed.test(name))).toEqual([]);
  });
});

function mayImport(file: string, rule: Rule, target: string): boolean {
  const feature = /^src\/features\/[^/]+\//.exec(file)?.[0];
  if (feature && target.startsWith(feature)) return true;
  return rule.own.some((prefix) => target.startsWith(prefix));
}

function pathToTensors(file: string, seen: Set<string>): string[] | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const { target, own, typeOnly } of imports.get(file) ?? []) {
    if (typeOnly) continue;
    if (!own && (tfjsPure.test(target) || target.startsWith('@tensorflow/'))) return [file, target];
    // A worker is another thread: its imports are not the page's.
    if (own && !target.endsWith('.worker.ts')) {
      const path = pathToTensors(target, seen);
      if (path) return [file, ...path];
    }
  }
  return null;
}

function circleFrom(start: string): string[] | null {
  const seen = new Set<string>();
  const visit = (file: string, path: string[]): string[] | null => {
    for (const { target, own, typeOnly } of imports.get(file) ?? []) {
      if (!own || typeOnly) continue;
      if (target === start) return [...path, target];
      if (seen.has(target)) continue;
      seen.add(target);
      const circle = visit(target, [...path, target]);
      if (circle) return circle;
    }
    return null;
  };
  return visit(start, [start]);
}

interface Import {
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = scriptOf(file);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const plain = specifier.replace(/\?.*$/, '');
    if (!plain.startsWith('.')) {
      if (!plain.startsWith('virtual:')) found.push({ target: plain, own: false, typeOnly });
      return;
    }
    const target = locate(resolve(root, dirname(file), plain));
    // Styles are not code.
    if (!target.endsWith('.css')) found.push({ target, own: true, typeOnly });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const allTypes =
        clause !== undefined &&
        !clause.name &&
        named !== undefined &&
        ts.isNamedImports(named) &&
        named.elements.length > 0 &&
        named.elements.every((element) => element.isTypeOnly);
      add(node.moduleSpecifier.text, (clause?.isTypeOnly ?? false) || allTypes);
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteral(node.arguments[0])
    ) {
      add(node.arguments[0].text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function scriptOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, code]) => code)
    .join('\n');
}

function withoutComments(file: string): string {
  return scriptOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '');
}

function locate(path: string): string {
  for (const candidate of [path, `${path}.ts`]) {
    if (statSync(candidate, { throwIfNoEntry: false })?.isFile()) return relative(root, candidate);
  }
  return relative(root, path);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.(ts|svelte)$/.test(entry.name) ? [relative(root, path)] : [];
  });
}

function isTest(file: string): boolean {
  return /\.(test|spec)\.ts$/.test(file);
}
