// The pictures that a trained model is judged or calibrated on. Where a folder gives no
// split, that which the model was trained with is its run's own; one drawn anew would put
// training pictures among the judged.
import { dirname } from 'node:path';
import { CoreError } from '../../src/core/errors';
import { PICTURES_FILE } from '../../src/core/run/picture-table';
import { readDataSet, type DataSet, type ReadOptions } from './dataset';
import { readRunPictures } from './run-pictures';

export interface JudgedSetOptions extends ReadOptions {
  readonly folders: readonly string[];
  /** Folder of the model; that of its run is the one above. */
  readonly model: string;
  /** Rows of all splits alike, so that none is needed; undefined where that cannot be had. */
  readonly wholeSet?: boolean;
}

/**
 * Reads them.
 * @throws CoreError `data-invalid` where splits are needed and neither the folders nor the
 * model's run gives them; else as `readDataSet` and `readRunPictures`.
 */
export async function readJudgedSet(options: JudgedSetOptions): Promise<DataSet> {
  const { folders, model, wholeSet } = options;
  const set = await readDataSet(folders, 0, options);
  if (wholeSet || set.drawn.length === 0) return set;
  const own = await readRunPictures(dirname(model), folders);
  if (!own) throw noSplit(set.drawn, wholeSet !== undefined);
  return { samples: own, badRows: [], drawn: [] };
}

/** What is said of folders whose split cannot be known. */
export function noSplit(folders: readonly string[], canTakeAll: boolean): CoreError {
  const why = 'one drawn now may count pictures as test that the model was trained on';
  const how = `put the ${PICTURES_FILE} of its run there as labels.csv`;
  const orElse = canTakeAll ? ', or take all with --split all' : '';
  return new CoreError(
    'data-invalid',
    `${folders.join(', ')} gives no split, and ${why}: ${how}${orElse}`,
  );
}
