// `npm test`: every check of the project, the tests one after the other, closed by one plain line
// `N passed, N failed`. A static check counts as one test. `--long` adds what does not fit
// a gate of 45 minutes.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const long = process.argv.includes('--long');
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const data = process.env.LENTIGO_DATA ?? resolve('../shared/data');
const results = resolve('test-results');

if (!existsSync(chromium)) {
  console.error(
    `Chromium is needed and not at ${chromium}: install it ("apt-get install chromium") or set CHROMIUM to its path.`,
  );
  process.exit(1);
}
console.log(
  existsSync(`${data}/dermoscopy/labels.csv`)
    ? `real pictures: ${data}`
    : `no real pictures at ${data} (set LENTIGO_DATA): drawn pictures stand in for them`,
);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const tally = { passed: 0, failed: 0 };
const failures = [];

/** How much of a failed check is said again at the end: every runner closes with what failed. */
const LAST_LINES = 80;

async function run(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CHROMIUM: chromium, LENTIGO_DATA: data, ...env },
  });
  let printed = '';
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.setEncoding('utf8').on('data', (text) => {
      to.write(text);
      printed = (printed + text).split('\n').slice(-LAST_LINES).join('\n');
    });
  }
  const status = await new Promise((done) => {
    child.on('close', (code, signal) => done(code ?? signal));
    child.on('error', (error) => done(error.message));
  });
  console.log(`== ${name}: exit ${status}, ${Math.round((Date.now() - started) / 1000)} s`);
  return { ok: status === 0, printed };
}

function count(name, passed, failed, { ok, printed }) {
  tally.passed += passed;
  // A runner that fails without a failing test (a crash, say) is a failure too.
  const failedTests = ok ? failed : Math.max(failed, 1);
  tally.failed += failedTests;
  if (failedTests > 0) failures.push({ name, failed: failedTests, printed });
}

async function check(name, command, args) {
  const result = await run(name, command, args);
  count(name, Number(result.ok), 0, result);
}

await check('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']);
// One core each.
const lint = check('lint', 'npx', [
  'eslint',
  '-c',
  '.eslint.config.mjs',
  '--max-warnings',
  '0',
  '.',
]);
for (const project of [
  'src/core',
  'src/engine',
  'src/workers',
  'src/service-worker',
  'training',
  'e2e',
  '.tests.tsconfig.json',
]) {
  await check(`types ${project}`, 'npx', ['tsc', '-p', project]);
}
await check('types of pages', 'npx', [
  'svelte-check',
  '--tsconfig',
  './tsconfig.json',
  '--fail-on-warnings',
  '--output',
  'human',
]);
await lint;

async function unitTests(name, args) {
  const file = `${results}/unit.json`;
  rmSync(file, { force: true });
  const result = await run(name, 'npx', [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args,
  ]);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  count(name, report?.numPassedTests ?? 0, report?.numFailedTests ?? 0, result);
}

async function journeys(name, args) {
  const file = `${results}/e2e.json`;
  rmSync(file, { force: true });
  const result = await run(name, 'npx', ['playwright', 'test', '-c', 'e2e', ...args], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).stats : null;
  // A flaky test is one that failed: there are no retries to hide it.
  count(name, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), result);
}

await unitTests('unit tests', ['--project', 'node', '--project', 'browser']);
await unitTests('unit tests of led runs', ['--project', 'browser-alone']);
if (long) await unitTests('long tests', ['--project', 'long']);
await check('build', 'npm', ['run', '--silent', 'build']);
await journeys('journeys in the built app', long ? [] : ['--grep-invert', '@long']);

// A long log is read from its end, or cut in its middle: what failed is said there too.
for (const { name, printed } of failures) console.log(`\n== ${name}, its last lines\n${printed}`);
if (failures.length > 0)
  console.log(`\nfailed: ${failures.map(({ name, failed }) => `${name}: ${failed}`).join('; ')}`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
