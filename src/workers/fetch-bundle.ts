// Fetches a model from the app's own files.
import { CoreError } from '../core/errors';
import { parseModelIndex, readBundle, type ModelBundle } from '../core/model/bundle';

/**
 * Reads the model `name` (`default` for the index's choice) below `modelsUrl`; `onfile`
 * hears of every file that has come.
 * @throws CoreError `bundle-*`.
 */
export async function fetchBundle(
  modelsUrl: string,
  name: string,
  onfile: () => void,
): Promise<ModelBundle> {
  const index = parseModelIndex(await fetchIndex(modelsUrl));
  const folder = name === 'default' ? index.default : name;
  if (folder !== index.default && !index.others.includes(folder)) {
    throw new CoreError('bundle-missing-file', `there is no model "${name}" in models/index.json`);
  }
  return readBundle(async (file) => {
    const bytes = await fetchBytes(new URL(`${folder}/${file}`, modelsUrl));
    onfile();
    return bytes;
  });
}

async function fetchIndex(modelsUrl: string): Promise<unknown> {
  try {
    const bytes = await fetchBytes(new URL('index.json', modelsUrl));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new CoreError('bundle-missing-file', `models/index.json: ${(error as Error).message}`);
  }
}

/** A stalled line is told from a hung GPU: this ends before the client gives the worker up. */
const FILE_LIMIT_MS = 100_000;

// Hosts that answer everything with a page would otherwise end in "malformed weights".
async function fetchBytes(url: URL): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FILE_LIMIT_MS) });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new Error('the server answered with a page instead of the file');
  }
  return new Uint8Array(await response.arrayBuffer());
}
