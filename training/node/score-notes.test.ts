import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FileResult } from './picture-scorer';
import { openScoreNotes } from './score-notes';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notes-'));
  for (const name of ['a', 'b', 'c']) await writeFile(at(name), name);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string, margin: number): FileResult => ({
  kind: 'read',
  path: at(name),
  output: { logits: Float32Array.of(0, margin), gate: null },
  margin,
  quality: { findings: [] },
});

it('finds again what was noted, of the same model and the same file', async () => {
  const file = at('deep/notes.jsonl');
  const first = await openScoreNotes(file, 'one');
  expect(await first.find(at('a'))).toBeNull();
  for (const [i, name] of ['a', 'b', 'c'].entries()) await first.add(read(name, i));
  await first.flush();
  // Killed in the middle of a line.
  await appendFile(file, '{"model":"one","result":{"pa');
  await writeFile(at('b'), 'changed');

  const again = await openScoreNotes(file, 'one');
  expect(await again.find(at('a'))).toEqual({
    ...read('a', 0),
    output: { logits: [0, 0], gate: null },
  });
  expect(await again.find(at('b'))).toBeNull();
  expect(await again.find(at('c'))).toMatchObject({ margin: 2 });
  expect(await (await openScoreNotes(file, 'two')).find(at('a'))).toBeNull();

  await again.add(read('b', 5));
  await again.add({ kind: 'unreadable', path: at('gone'), reason: 'not there' });
  await again.flush();
  const third = await openScoreNotes(file, 'one');
  expect(await third.find(at('b'))).toMatchObject({ margin: 5 });
  expect(await third.find(at('gone'))).toBeNull();
});

it('writes as it goes, not at the end', async () => {
  const file = at('many.jsonl');
  const notes = await openScoreNotes(file, 'one');
  for (let i = 0; i < 100; i++) await notes.add(read('a', i));
  expect((await readFile(file, 'utf8')).split('\n').length).toBeGreaterThan(60);
});
