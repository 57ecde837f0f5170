import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../core/text';
import { parseTrainConfig } from '../../../core/train/config';
import { presetConfig } from '../../../core/run/presets';
import { closeDatabase } from '../../../storage/db';
import { saveRun, saveRunFiles } from '../../../storage/lab/runs';
import type { LabPicture } from '../../../storage/lab/sets';
import { foldRuns } from './begin';
import { heldOutTwice, readHeldOut, runsOfGroup } from './read-folds';

afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

const config = presetConfig('small', 'tiny', 3);
const scores = (files: readonly string[]) =>
  encodeUtf8(
    JSON.stringify({
      version: 1,
      rows: files.map((file, i) => ({ file, margin: i, logits: [0, i], gate: null })),
    }),
  );
const picture = (file: string, target: string) => ({ file, target }) as LabPicture;

describe('runs of folds', () => {
  it('are one config, k times, each holding out another fold', async () => {
    const runs = foldRuns(config, 's', { k: 3, seed: 9 });
    expect(runs.map(({ name }) => name)).toEqual([
      ...['tiny, fold 1 of 3', 'tiny, fold 2 of 3', 'tiny, fold 3 of 3'],
    ]);
    expect(new Set(runs.map((run) => run.config)).size).toBe(1);
    expect(parseTrainConfig(JSON.parse(runs[0].config))).toEqual(config);
    const { group } = runs[0].fold!;
    expect(runs.map(({ fold }) => fold)).toEqual(
      [0, 1, 2].map((index) => ({ k: 3, seed: 9, index, group })),
    );
    for (const run of [...runs].reverse()) await saveRun(run);
    for (const run of foldRuns(config, 's', { k: 2, seed: 9 })) await saveRun(run);
    expect(await runsOfGroup(group)).toEqual(runs);
    expect(await runsOfGroup('none')).toEqual([]);
  });

  it('give what they held out, without calibration, once they are finished', async () => {
    const [first] = foldRuns(config, 's', { k: 2, seed: 1 });
    const pictures = [picture('a', 'benign'), picture('b', 'malignant')];
    await saveRunFiles(first.id, new Map([['scores/val.json', scores(['a', 'b', 'gone'])]]));
    expect((await readHeldOut(first, pictures)).heldOut).toBeNull();
    const finished = { ...first, state: 'finished' as const };
    expect((await readHeldOut(finished, pictures)).heldOut).toEqual([
      { file: 'a', score: 0, malignant: false },
      { file: 'b', score: 1, malignant: true },
    ]);
  });

  it('tell when folds overlap, as where the split was changed in between', () => {
    const [a, b] = foldRuns(config, 's', { k: 2, seed: 1 });
    const held = (...files: string[]) => files.map((file) => ({ file, score: 1, malignant: true }));
    expect(
      heldOutTwice([
        { run: a, heldOut: held('x', 'y') },
        { run: b, heldOut: null },
      ]),
    ).toBe(0);
    expect(
      heldOutTwice([
        { run: a, heldOut: held('x', 'y') },
        { run: b, heldOut: held('y', 'z') },
      ]),
    ).toBe(1);
  });
});
