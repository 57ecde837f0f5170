// A run as one file to take along: its bundle where it has one, what it goes on from, its
// config, its logs and the table of its pictures, which stay here.
import { zip } from '../../../core/intake/zip';
import { encodeUtf8 } from '../../../core/text';
import { saveFile } from '../../../platform/save-file';
import { listRunFiles, readRunFile, type LabRun } from '../../../storage/lab/runs';

/** Hands the zip to the browser as a download. */
export async function exportRun(run: LabRun): Promise<void> {
  const files: [name: string, bytes: Uint8Array][] = [];
  for (const name of await listRunFiles(run.id)) {
    const bytes = await readRunFile(run.id, name);
    if (bytes) files.push([name, bytes]);
  }
  files.push(['config.json', encodeUtf8(`${run.config}\n`)]);
  const bytes = zip(files) as Uint8Array<ArrayBuffer>;
  saveFile(new Blob([bytes], { type: 'application/zip' }), `${run.name}.zip`);
}
