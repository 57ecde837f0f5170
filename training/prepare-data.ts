// npm run prepare-data -- --from DIR|CSV --out DIR: a collection of pictures as it comes →
// benign/ and malignant/ at one size, labels.csv, and what is wrong with it.
import { csvFormat } from 'd3-dsv';
import { Command, Option } from 'commander';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { drawSplit } from '../src/core/data/split';
import { groupNames } from '../src/core/data/ties';
import { CoreError } from '../src/core/errors';
import { validationSplit } from '../src/core/keras/validation-split';
import type { RowSplit } from '../src/core/data/manifest';
import { writeWhole } from './node/bundle-fs';
import { collect, runCommand, wholeNumber } from './node/cli';
import {
  findLikeness,
  reportCollection,
  reportLines,
  type Likeness,
} from './node/preparation/collection-report';
import { prepareCollection, type PreparedPicture } from './node/preparation/prepare-collection';
import type { CopySpec } from './node/preparation/prepare.worker';
import { readSource } from './node/preparation/read-source';
import { openProgress } from './node/progress';

interface Options extends CopySpec {
  from: string;
  images: string[];
  out: string;
  size: number;
  split?: 'grouped' | 'keras' | 'none';
  validationSplit: number;
  seed: number;
  workers: number;
}

new Command('prepare-data')
  .description(
    'Brings a collection of labelled pictures to one size, and says what is wrong with it.',
  )
  .requiredOption(
    '--from <place>',
    'a table of SIIM-ISIC 2020, HAM10000 or the ISIC archive, the folder it is in, or a folder per class',
  )
  .option('--images <dir>', 'more folders with its pictures; repeatable', collect, [])
  .requiredOption('--out <dir>', 'folder for the copies')
  .option('--size <px>', 'side of the copies', wholeNumber, 500)
  .addOption(
    new Option('--resize <rule>', "how: Keras's nearest, or the mean of what a pixel covers")
      .choices(['pil-nearest', 'area'])
      .default('pil-nearest'),
  )
  .addOption(
    new Option('--crop <rule>', 'what: the whole, squashed as Keras does, or the middle square')
      .choices(['squash', 'centre-square'])
      .default('squash'),
  )
  .addOption(
    new Option('--format <name>', 'jpeg, or png where every pixel must stay what it was')
      .choices(['jpeg', 'png'])
      .default('jpeg'),
  )
  .addOption(
    new Option(
      '--split <rule>',
      "grouped: no patient, lesion or look-alike on two sides; keras: the first of each class are val; without, the collection's own, or grouped",
    ).choices(['grouped', 'keras', 'none']),
  )
  .option('--validation-split <share>', 'of --split keras', Number, 0.2)
  .option('--seed <n>', 'draws the grouped split', Number, 1)
  .option('--workers <n>', 'threads', wholeNumber, availableParallelism())
  .action((options: Options) => runCommand(() => prepareData(options)))
  .parse();

async function prepareData(options: Options): Promise<void> {
  const { from, images, out, size: sizePx, resize, crop, format, workers } = options;
  const { layout, pictures, faults } = await readSource(from, images, out);
  console.error(`${layout}: ${pictures.length} labelled pictures, ${faults.length} faults so far`);
  if (pictures.length === 0) throw new CoreError('data-invalid', `no labelled picture in ${from}`);
  const { prepared, corrupt, resumed } = await prepareCollection({
    ...{ pictures, out, workers },
    copy: { sizePx, resize, crop, format },
    progress: openProgress('pictures', pictures.length),
  });
  if (resumed > 0) console.error(`${resumed} were done before`);

  const comparing = openProgress('comparing', prepared.length);
  const likeness = findLikeness(prepared, (done) => comparing.update(done));
  comparing.end();
  const rows = split(
    prepared,
    groupNames(prepared, likeness.near, [
      ({ patientId }) => patientId,
      ({ lesionId }) => lesionId,
      ({ sha256 }) => sha256,
    ]),
    options,
  );
  const all = [...faults, ...corrupt];
  const report = reportCollection(rows, likeness, all);
  await writeWhole(join(out, 'labels.csv'), csvFormat(rows.map(labelsRow)));
  await writeWhole(join(out, 'faults.csv'), csvFormat(all, ['fault', 'where', 'reason']));
  await writeWhole(join(out, 'alike.csv'), csvFormat(alikeRows(rows, likeness)));
  await writeWhole(join(out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  for (const line of reportLines(report)) console.log(line);
}

type Row = PreparedPicture & { readonly group: string; readonly split: RowSplit };

function split(
  prepared: readonly PreparedPicture[],
  groups: readonly string[],
  { split: rule, validationSplit: share, seed }: Options,
): Row[] {
  const rows = prepared.map((picture, i) => ({ ...picture, group: groups[i] }));
  const isGiven = rows.some((row) => row.split !== 'none');
  switch (rule ?? (isGiven ? 'given' : 'grouped')) {
    case 'keras':
      return validationSplit(rows, share);
    case 'grouped': {
      const drawn = new Map(drawSplit(rows, seed).map((row) => [row.file, row.split]));
      return rows.map((row) => ({ ...row, split: drawn.get(row.file)! }));
    }
    case 'none':
      return rows.map((row) => ({ ...row, split: 'none' }));
    default:
      return rows;
  }
}

function labelsRow(row: Row) {
  const { file, source, diagnosis, target, split: of, group, age, sex, site, sha256 } = row;
  const { lesionId: lesion_id, patientId: patient_id, width, height, name } = row;
  return {
    ...{ file, source, name, lesion_id, patient_id, diagnosis, target, age, sex, site },
    ...{ split: of === 'none' ? '' : of, group, width, height, sha256 },
  };
}

function alikeRows(rows: readonly Row[], { exact, near }: Likeness) {
  return [
    ...exact.map(({ files }) => ({ kind: 'same bytes', distance: 0, files: files.join(' ') })),
    ...near.map(({ first, second, distance }) => ({
      kind: 'alike',
      distance,
      files: `${rows[first].file} ${rows[second].file}`,
    })),
  ];
}
