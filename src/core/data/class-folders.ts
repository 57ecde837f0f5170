// A picture whose folder says what it shows: `melanoma/a.jpg`, or with its split above,
// `train/melanoma/a.jpg`.
import { normaliseDiagnosis, targetOf } from './diagnosis';
import { splitNames, type Sample } from './manifest';

/**
 * The sample of a picture by its path below the data folder, with `/`; null for one that
 * stands in no folder of a class. What stands deeper belongs to the class above it.
 */
export function sampleInFolder(file: string, source: string): Sample | null {
  const folders = file.split('/').slice(0, -1);
  const split = splitNames.find((name) => name === folders[0]) ?? 'none';
  const name = folders[split === 'none' ? 0 : 1];
  if (name === undefined) return null;
  return {
    file,
    source,
    upstream: '',
    diagnosis: normaliseDiagnosis(name),
    target: targetOf(name) ?? normaliseDiagnosis(name),
    split,
    lesionId: '',
    patientId: '',
    group: '',
    age: null,
    sex: '',
    site: '',
    mask: '',
  };
}
