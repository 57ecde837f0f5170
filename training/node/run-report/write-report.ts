// The report of a run as files: `report.html` for people, `report.json` for programs.
import { join } from 'node:path';
import { writeWhole } from '../bundle-fs';
import { openProgress } from '../progress';
import { collectReport, type CollectOptions } from './collect-report';
import { reportPage } from './page';

/** Writes both into `folder`. @throws as `collectReport`. */
export async function writeReport(
  folder: string,
  options: Omit<CollectOptions, 'progress'>,
): Promise<void> {
  const progress = openProgress('hashing pictures', options.samples.length);
  const report = await collectReport({ ...options, progress });
  await writeWhole(join(folder, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  await writeWhole(join(folder, 'report.html'), reportPage(report));
  console.error(`report in ${join(folder, 'report.html')}`);
}
