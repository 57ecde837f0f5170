// Where a contender's scores come from: a file of predictions, or a model that is run now.
import { csvParse } from 'd3-dsv';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { CoreError } from '../../../src/core/errors';
import { modelFolder, readBundleFolder } from '../bundle-fs';
import type { ScoreWith } from '../bundle-scorer';
import type { FiledSample } from '../dataset';
import { scoreByBundle } from '../score-samples';

const finite = v.pipe(v.number(), v.finite());
const reportSchema = v.object({
  predictions: v.array(v.object({ file: v.string(), probability: finite })),
});

/**
 * Scores by file of a model (`default`, a shipped one, a folder) or of a file: JSON as
 * `evaluate` writes it, or CSV with the columns file and probability.
 * @throws CoreError `data-invalid` for a file that is neither; `bundle-*` for a model.
 */
export async function readScores(
  name: string,
  samples: readonly FiledSample[],
  scoreWith: ScoreWith,
): Promise<ReadonlyMap<string, number>> {
  if (/\.json$/i.test(name)) return scoresOf(name, await readJson(name));
  if (/\.csv$/i.test(name)) {
    const rows = csvParse(await readText(name), ({ file, probability }) => ({
      file,
      // An empty cell is no zero.
      probability: probability?.trim() ? Number(probability) : NaN,
    }));
    return scoresOf(name, { predictions: [...rows] });
  }
  const bundle = await readBundleFolder(await modelFolder(name));
  const { scored, unreadable } = await scoreByBundle(bundle, samples, {
    ...{ ...scoreWith, what: name },
  });
  unreadable.forEach(({ path, reason }) => console.error(`unreadable: ${path}: ${reason}`));
  // The margin ranks as the calibrated probability does, and is there without calibration.
  return new Map(scored.map(({ sample, margin }) => [sample.file, margin]));
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new CoreError('data-invalid', `${path} cannot be read`);
  });
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new CoreError('data-invalid', `${path} is not JSON`);
  }
}

function scoresOf(path: string, content: unknown): ReadonlyMap<string, number> {
  const result = v.safeParse(reportSchema, content);
  if (!result.success) {
    const [issue] = result.issues;
    throw new CoreError(
      'data-invalid',
      `${path} holds no predictions: ${v.getDotPath(issue) ?? ''}: ${issue.message}`,
    );
  }
  return new Map(result.output.predictions.map(({ file, probability }) => [file, probability]));
}
