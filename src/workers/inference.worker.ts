// The inference worker: reads a message, calls core, engine and platform, replies once.
// All pixels and tensors live here.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { classifyImage, runViews } from '../core/classify';
import { CoreError } from '../core/errors';
import { rgbImage } from '../core/image/rgb-image';
import { readBundle, type ModelBundle } from '../core/model/bundle';
import { loadModel } from '../core/model/load';
import type { BackendReport } from '../engine/backend';
import { watchDeviceLoss } from '../engine/device-loss';
import { selectBackend } from '../engine/select';
import { decodePicture } from '../platform/decode';
import { measureSteadiness } from '../core/steadiness';
import { closeNetwork } from './close-network';
import { fetchBundle } from './fetch-bundle';
import type {
  ClassifyResult,
  Failure,
  FromWorker,
  ReplyOf,
  Request,
  SteadyResult,
  ToWorker,
  WorkerReady,
} from './protocol';
import { tabHost } from './tab-host';

type Classify = Extract<Request, { kind: 'classify' }>;
type Steady = Extract<Request, { kind: 'steady' }>;
type Start = Extract<Request, { kind: 'start' }>;

let backend: Promise<BackendReport> | null = null;
let loaded: { readonly model: LayersModel; readonly bundle: ModelBundle } | null = null;
const running = new Map<number, AbortController>();

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ('cancel' in data) running.get(data.id)?.abort();
  else void answer(data.id, data.request);
};

async function answer(id: number, request: Request): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    // Lets a cancellation that is already in the mailbox overtake the work.
    await pause();
    controller.signal.throwIfAborted();
    const value = await perform(id, request, controller.signal);
    // Pixels are handed over, not copied: the worker has no more use for them.
    const transfer = 'data' in value ? [value.data.buffer] : [];
    send({ id, ok: true, value }, transfer);
  } catch (error) {
    send({ id, ok: false, ...described(error) });
  } finally {
    running.delete(id);
  }
}

function perform(
  id: number,
  request: Request,
  signal: AbortSignal,
): Promise<ReplyOf[Request['kind']]> {
  switch (request.kind) {
    case 'start':
      return start(request, () => send({ id, alive: true }));
    case 'decode':
      return decodePicture(request.blob, signal);
    case 'classify':
      return classify(request);
    case 'steady':
      return steady(request, signal);
  }
}

async function start(request: Start, alive: () => void): Promise<WorkerReady> {
  const { own } = request;
  const bundle = own
    ? await readBundle(async (name) => ownFile(own, name))
    : await fetchBundle(request.modelsUrl, request.model, alive);
  // A second start, after the model could not be had, keeps the backend of the first.
  backend ??= selectBackend(tabHost, {
    choice: request.backend,
    remembered: request.remembered,
    onverdict: alive,
  }).catch((error: unknown) => {
    backend = null;
    throw error;
  });
  const report = await backend;
  alive();
  const model = await loadModel(bundle);
  // The first prediction compiles shaders; nobody should wait for that with a photo in hand.
  const { sizePx } = bundle.card.preprocess;
  const blank = rgbImage(new Uint8ClampedArray(sizePx * sizePx * 3), sizePx, sizePx);
  await runViews(model, bundle.card, blank);
  loaded = { model, bundle };
  watchDeviceLoss(dieOf);
  return {
    backend: report,
    model: { card: bundle.card, hash: bundle.hash },
    networkClosed: closeNetwork(self).length === 0,
  };
}

function ownFile(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (!bytes) throw new Error('the model lacks it');
  return bytes;
}

function loadedModel(): NonNullable<typeof loaded> {
  if (!loaded) throw new CoreError('worker-died', 'the model is not loaded in this worker');
  return loaded;
}

async function steady({ image, crop }: Steady, signal: AbortSignal): Promise<SteadyResult> {
  const { model, bundle } = loadedModel();
  const pixels = rgbImage(image.data, image.width, image.height);
  const steadiness = await measureSteadiness(model, bundle.card, pixels, crop, { signal, pause });
  signal.throwIfAborted();
  return { steadiness };
}

// Lets a message in: a cancellation, or the next photo.
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function classify({ image, crop }: Classify): Promise<ClassifyResult> {
  const from = performance.now();
  const { model, bundle } = loadedModel();
  const pixels = rgbImage(image.data, image.width, image.height);
  const prediction = await classifyImage(model, bundle.card, pixels, crop);
  return { prediction, milliseconds: performance.now() - from };
}

// An uncaught error is the one message that needs no request; the client brings a new
// worker, since tfjs never recovers a lost device.
function dieOf(reason: string): void {
  setTimeout(() => {
    throw new Error(reason);
  });
}

// What nobody foresaw (a wasm abort, a driver error) leaves the worker in an unknown
// state, and the code says so.
function described(error: unknown): Pick<Failure, 'code' | 'message' | 'reason'> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CoreError) return { code: error.code, message, reason: error.reason };
  if (error instanceof DOMException && error.name === 'AbortError') {
    return { code: 'cancelled', message };
  }
  return { code: 'worker-died', message };
}

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
