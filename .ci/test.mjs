// `npm test`: every check of the project, one after the other, closed by one plain line
// `N passed, N failed`. A static check counts as one test. `--long` adds what does not fit
// a gate of 45 minutes.
import { spawnSync } from 'node:child_process';
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

function run(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROMIUM: chromium, LENTIGO_DATA: data, ...env },
  });
  console.log(`== ${name}: exit ${status}, ${Math.round((Date.now() - started) / 1000)} s`);
  return status === 0;
}

function count(name, passed, failed, ok) {
  tally.passed += passed;
  // A runner that fails without a failing test (a crash, say) is a failure too.
  const failedTests = ok ? failed : Math.max(failed, 1);
  tally.failed += failedTests;
  if (failedTests > 0) failures.push(`${name}: ${failedTests}`);
}

function check(name, command, args) {
  const ok = run(name, command, args);
  count(name, Number(ok), 0, ok);
}

check('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']);
check('lint', 'npx', ['eslint', '-c', '.eslint.config.mjs', '--max-warnings', '0', '.']);
for (const project of [
  'src/core',
  'src/engine',
  'src/workers',
  'src/service-worker',
  'training',
  'e2e',
  '.tests.tsconfig.json',
]) {
  check(`types ${project}`, 'npx', ['tsc', '-p', project]);
}
check('types of pages', 'npx', [
  'svelte-check',
  '--tsconfig',
  './tsconfig.json',
  '--fail-on-warnings',
  '--output',
  'human',
]);

function unitTests(name, args) {
  const file = `${results}/unit.json`;
  rmSync(file, { force: true });
  const ok = run(name, 'npx', [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args,
  ]);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  count(name, report?.numPassedTests ?? 0, report?.numFailedTests ?? 0, ok);
}

function journeys(name, args) {
  const file = `${results}/e2e.json`;
  rmSync(file, { force: true });
  const ok = run(name, 'npx', ['playwright', 'test', '-c', 'e2e', ...args], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).stats : null;
  // A flaky test is one that failed: there are no retries to hide it.
  count(name, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), ok);
}

unitTests('unit tests', ['--project', 'node', '--project', 'browser']);
if (long) unitTests('long tests', ['--project', 'long']);
check('build', 'npm', ['run', '--silent', 'build']);
journeys('journeys in the built app', long ? [] : ['--grep-invert', '@long']);

if (failures.length > 0) console.log(`\nfailed: ${failures.join('; ')}`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 || tally.passed === 0 ? 1 : 0);
