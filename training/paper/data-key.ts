// Which pictures the experiments had: a log of others says nothing of these.
import { createHash } from 'node:crypto';
import { readDataSet } from '../node/dataset';
import { sizedSamples } from '../node/run-pictures';

/** No folder of the experiments' draws its own splits: a seed's draw would differ by run. */
const ANY_SEED = 1;

/**
 * SHA-256 in hex of the labelled pictures in `folders`: name, class, split and size in bytes
 * of each, in any order.
 * @throws CoreError as `readDataSet`.
 */
export async function dataKeyOf(folders: readonly string[]): Promise<string> {
  const { samples } = await readDataSet(folders, ANY_SEED);
  const rows = (await sizedSamples(samples)).map(({ file, target, split, bytes }) =>
    [file, target, split, bytes].join('\t'),
  );
  return createHash('sha256').update(rows.sort().join('\n')).digest('hex');
}
