// The page's side of the inference worker: typed promises, cancellation, a time limit on
// everything, and a new worker when the old one hangs or dies. A hung GPU never rejects
// (after a lost WebGL context `data()` stays pending for ever), so time is the only guard.
import { CoreError, type CoreErrorCode } from '../core/errors';
import type { RgbImage, SquareCrop } from '../core/image/rgb-image';
import type { BackendChoice, BackendName, BackendVerdict } from '../engine/backend';
import { Distrust } from './distrust';
import type {
  ClassifyResult,
  FromWorker,
  ReplyOf,
  Request,
  RequestKind,
  WorkerReady,
} from './protocol';
import { Watchdog } from './watchdog';
import { retire, type WorkerPort } from './worker-port';

/** What a client needs to know and to be able to do. */
export interface InferenceOptions {
  readonly createWorker: () => WorkerPort | Promise<WorkerPort>;
  readonly backend: BackendChoice;
  readonly modelsUrl: string;
  readonly model: string;
  readonly remembered: () => Promise<readonly BackendVerdict[]>;
  /** Its outcome does not matter here: what is not kept is found out again. */
  readonly remember: (verdicts: readonly BackendVerdict[]) => Promise<unknown>;
  /** Told when a worker was replaced, with the reason. */
  readonly onreplaced: (reason: CoreError) => void;
  /** How long each kind of request may take, from the worker's last sign of life. */
  readonly timeoutsMs?: Partial<Record<RequestKind, number>>;
}

/** Long enough for a software GPU that compiles its shaders; a phone needs a tenth. */
const defaultTimeoutsMs: Record<RequestKind, number> = {
  start: 120_000,
  decode: 20_000,
  classify: 90_000,
};

interface Pending {
  readonly kind: RequestKind;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Classifies pictures in a worker it owns. Call `close` when done. */
export class InferenceClient {
  readonly #options: InferenceOptions;
  readonly #timeoutsMs: Record<RequestKind, number>;
  readonly #pending = new Map<number, Pending>();
  readonly #distrust = new Distrust();
  readonly #watchdog = new Watchdog(() => {
    const waiting = this.#kinds().join(', ');
    this.#replace(new CoreError('timeout', `the worker did not answer in time (${waiting})`));
  });
  #nextId = 1;
  #worker: Promise<WorkerPort> | null = null;
  #ready: Promise<WorkerReady> | null = null;
  #running: BackendName | null = null;

  constructor(options: InferenceOptions) {
    this.#options = options;
    this.#timeoutsMs = { ...defaultTimeoutsMs, ...options.timeoutsMs };
  }

  /**
   * Starts worker, backend and model, once; later calls share the result. A failure is
   * forgotten, so that the next call tries again.
   * @throws CoreError `bundle-*`, `backend-unavailable`, `timeout`, `worker-died`.
   */
  ready(): Promise<WorkerReady> {
    if (this.#ready) return this.#ready;
    const starting = this.#start();
    this.#ready = starting;
    starting.catch(() => {
      // Its successor may be there already.
      if (this.#ready === starting) this.#ready = null;
    });
    return starting;
  }

  /** Decodes a picture file, upright, sRGB, long side capped. @throws CoreError `image-undecodable`. */
  decode(blob: Blob, signal?: AbortSignal): Promise<RgbImage> {
    return this.#ask('decode', { kind: 'decode', blob }, signal);
  }

  /** Judges the square `crop` of a picture. */
  async classify(image: RgbImage, crop: SquareCrop, signal?: AbortSignal): Promise<ClassifyResult> {
    await this.ready();
    signal?.throwIfAborted();
    return this.#ask('classify', { kind: 'classify', image, crop }, signal);
  }

  /** Ends the worker; whatever is pending is rejected as cancelled. */
  close(): void {
    this.#drop(closedError());
  }

  async #start(): Promise<WorkerReady> {
    const { backend, modelsUrl, model, remembered, remember } = this.#options;
    const ready = await this.#ask('start', {
      kind: 'start',
      backend,
      remembered: [...this.#distrust.verdicts, ...(await remembered())],
      modelsUrl,
      model,
    });
    this.#running = ready.backend.backend;
    await remember(ready.backend.verdicts);
    return ready;
  }

  async #ask<K extends RequestKind>(
    kind: K,
    request: Extract<Request, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<ReplyOf[K]> {
    signal?.throwIfAborted();
    const opening = this.#openWorker();
    const worker = await opening;
    signal?.throwIfAborted();
    if (opening !== this.#worker) throw closedError();
    const id = this.#nextId++;
    return new Promise<ReplyOf[K]>((resolve, reject) => {
      const cancel = () => {
        this.#settle(id)?.reject(signal!.reason as Error);
        worker.postMessage({ id, cancel: true });
      };
      const done = () => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel);
      this.#pending.set(id, {
        kind,
        resolve: (value) => (done(), resolve(value)),
        reject: (error) => (done(), reject(error)),
      });
      // The worker has one thread: a new request makes those before it wait too.
      this.#watchdog.add(this.#timeoutsMs[kind]);
      worker.postMessage({ id, request });
    });
  }

  #openWorker(): Promise<WorkerPort> {
    if (this.#worker) return this.#worker;
    const opening = this.#createWorker();
    this.#worker = opening;
    opening.catch(() => {
      if (this.#worker === opening) this.#worker = null;
    });
    return opening;
  }

  async #createWorker(): Promise<WorkerPort> {
    const worker = await this.#options.createWorker();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#replace(new CoreError('worker-died', event.message || 'the worker stopped'));
    };
    worker.onmessageerror = () => {
      this.#replace(new CoreError('worker-died', 'a message could not be read'));
    };
    return worker;
  }

  #receive(reply: FromWorker): void {
    if ('alive' in reply) {
      this.#extend();
    } else if (reply.ok) {
      // A reply to a cancelled request finds nobody waiting.
      this.#settle(reply.id)?.resolve(reply.value as never);
    } else if (reply.code === 'worker-died') {
      // It says itself that it is not to be used any more.
      this.#replace(new CoreError('worker-died', reply.message));
    } else {
      const error = new CoreError(reply.code as CoreErrorCode, reply.message);
      this.#settle(reply.id)?.reject(error);
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#extend();
    return pending;
  }

  // After a sign of life everything that is left has its whole time again.
  #extend(): void {
    this.#watchdog.restart(this.#kinds().reduce((sum, kind) => sum + this.#timeoutsMs[kind], 0));
  }

  #kinds(): RequestKind[] {
    return [...this.#pending.values()].map(({ kind }) => kind);
  }

  #replace(reason: CoreError): void {
    const starting = this.#kinds().includes('start');
    this.#distrust.record(reason, { starting, running: this.#running });
    this.#drop(reason);
    this.#options.onreplaced(reason);
  }

  #drop(reason: Error): void {
    const opening = this.#worker;
    this.#worker = null;
    this.#ready = null;
    this.#running = null;
    opening?.then(retire, () => {
      // It never came; whoever asked for it was told.
    });
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#watchdog.restart(0);
    for (const { reject } of pending) reject(reason);
  }
}

function closedError(): DOMException {
  return new DOMException('The client was closed', 'AbortError');
}
