import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTrainConfig } from './config';

const folder = join(import.meta.dirname, '../../../training/configs');
const configs = readdirSync(folder).map((name) => {
  const value = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  return [name, value] as const;
});
const [, good] = configs[0];

describe('parseTrainConfig', () => {
  it.each(configs)('takes %s', (_name, value) => {
    expect(parseTrainConfig(value)).toMatchObject(value);
  });

  it('names every mistake at once', () => {
    const fit = { ...(good.fit as object), epochs: 0, typo: 1 };
    expect(() => parseTrainConfig({ ...good, seed: 'x', fit })).toThrow(
      /seed: .*fit\.epochs: .*fit\.typo: /s,
    );
  });

  it('does not let a frozen trunk reach the layers that were tuned on lesions', () => {
    const network = { ...(good.network as object), kind: 'frozen-head', lastBlock: 15 };
    expect(() => parseTrainConfig({ ...good, network })).toThrow(/network\.lastBlock/);
  });
});
