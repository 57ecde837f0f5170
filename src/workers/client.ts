// The page's side of the inference worker: typed promises, cancellation, a time limit on
// everything, and a new worker when the old one hangs or dies. A hung GPU never rejects
// (after a lost WebGL context `data()` stays pending for ever), so time is the only guard.
import { CoreError, type CoreErrorCode } from '../core/errors';
import type { RgbImage, SquareCrop } from '../core/image/rgb-image';
import type { BackendChoice, BackendName, BackendVerdict } from '../engine/backend';
import { Distrust } from './distrust';
import { keep, recall, type Recalled } from './memory';
import type {
  ClassifyResult,
  FromWorker,
  ReplyOf,
  Request,
  RequestKind,
  SteadyResult,
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
  /** Files of a model of the person's own, in place of that one; null for none. */
  readonly own?: () => Promise<ReadonlyMap<string, Uint8Array> | null>;
  /** May fail or hang: then each backend is tried anew, and `ClientReady` says so. */
  readonly remembered: () => Promise<readonly BackendVerdict[]>;
  /** Not waited for, and its outcome does not matter: what is not kept is found out again. */
  readonly remember: (verdicts: readonly BackendVerdict[]) => Promise<unknown>;
  /** Told when a worker was replaced, with the reason. */
  readonly onreplaced: (reason: CoreError) => void;
  readonly timeoutsMs?: Partial<TimeLimits>;
}

/** How long each kind of request may take, from the worker's last sign of life. */
export interface TimeLimits extends Readonly<Record<RequestKind, number>> {
  /** How long a start waits for the verdicts of earlier visits. */
  readonly recall: number;
}

/** What the page knows once the worker can classify. */
export interface ClientReady extends WorkerReady {
  /** Why the verdicts of earlier visits could not be had; absent where they could. */
  readonly notRecalled?: string;
}

/** Long enough for a software GPU that compiles its shaders; a phone needs a tenth. */
const defaultTimeoutsMs: TimeLimits = {
  // Local storage; a person waits meanwhile, and trying the backends anew takes seconds.
  recall: 3_000,
  start: 120_000,
  decode: 20_000,
  classify: 90_000,
  // Fourteen pictures, with a pause after each.
  steady: 180_000,
};

type RequestOf<K extends RequestKind> = Extract<Request, { kind: K }>;

interface Pending {
  readonly kind: RequestKind;
  /** The worker that has the request; null while worker or request are being made. */
  sentTo: WorkerPort | null;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Classifies pictures in a worker it owns. Call `close` when done. */
export class InferenceClient {
  readonly #options: InferenceOptions;
  readonly #timeoutsMs: TimeLimits;
  readonly #pending = new Map<number, Pending>();
  readonly #distrust = new Distrust();
  readonly #watchdog = new Watchdog(() => {
    const waiting = this.#sentKinds().join(', ');
    this.#replace(new CoreError('timeout', `the worker did not answer in time (${waiting})`));
  });
  #nextId = 1;
  #worker: Promise<WorkerPort> | null = null;
  #ready: Promise<ClientReady> | null = null;
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
  ready(): Promise<ClientReady> {
    if (this.#ready) return this.#ready;
    const starting = this.#start();
    this.#ready = starting;
    // In both cases its successor may be there already.
    starting.then(
      ({ backend }) => {
        if (this.#ready === starting) this.#running = backend.backend;
      },
      () => {
        if (this.#ready === starting) this.#ready = null;
      },
    );
    return starting;
  }

  /** Decodes a picture file, upright, sRGB, long side capped. @throws CoreError `image-undecodable`. */
  decode(blob: Blob, signal?: AbortSignal): Promise<RgbImage> {
    return this.#ask('decode', { kind: 'decode', blob }, signal);
  }

  /**
   * Judges the square `crop` of a picture. Cancelled during a start it leaves that going:
   * others may wait for it, and the next picture will need it.
   */
  async classify(image: RgbImage, crop: SquareCrop, signal?: AbortSignal): Promise<ClassifyResult> {
    signal?.throwIfAborted();
    const request = this.ready().then(() => ({ kind: 'classify', image, crop }) as const);
    return this.#ask('classify', request, signal);
  }

  /** Judges the same square in other views. Takes many times as long as `classify`. */
  async steady(image: RgbImage, crop: SquareCrop, signal?: AbortSignal): Promise<SteadyResult> {
    signal?.throwIfAborted();
    const request = this.ready().then(() => ({ kind: 'steady', image, crop }) as const);
    return this.#ask('steady', request, signal);
  }

  /** Ends the worker; whatever is pending is rejected as cancelled. */
  close(): void {
    this.#drop(new DOMException('The client was closed', 'AbortError'));
  }

  async #start(): Promise<ClientReady> {
    const { remembered, remember } = this.#options;
    const recalling = recall(remembered, this.#timeoutsMs.recall);
    const own = this.#options.own?.() ?? Promise.resolve(null);
    const request = Promise.all([recalling, own]).then((known) => this.#startRequest(...known));
    const ready = await this.#ask('start', request);
    void keep(remember, ready.backend.verdicts);
    const recalled = await recalling;
    return recalled.kind === 'recalled' ? ready : { ...ready, notRecalled: recalled.reason };
  }

  #startRequest(recalled: Recalled, own: RequestOf<'start'>['own']): RequestOf<'start'> {
    const { backend, modelsUrl, model } = this.#options;
    const earlier = recalled.kind === 'recalled' ? recalled.verdicts : [];
    const remembered = [...this.#distrust.verdicts, ...earlier];
    return { kind: 'start', backend, remembered, modelsUrl, model, own };
  }

  // A request is pending from here on, not only once it is sent: a cancel, a close or the end
  // of the worker rejects it at once, and then it is never sent, least of all to the next worker.
  async #ask<K extends RequestKind>(
    kind: K,
    request: RequestOf<K> | Promise<RequestOf<K>>,
    signal?: AbortSignal,
  ): Promise<ReplyOf[K]> {
    signal?.throwIfAborted();
    const id = this.#nextId++;
    return new Promise<ReplyOf[K]>((resolve, reject) => {
      const cancel = () => this.#cancel(id, signal!.reason as Error);
      const done = () => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel);
      this.#pending.set(id, {
        kind,
        sentTo: null,
        resolve: (value) => (done(), resolve(value)),
        reject: (error) => (done(), reject(error)),
      });
      Promise.all([this.#openWorker(), request])
        .then(([worker, made]) => this.#send(id, worker, made))
        .catch((error: Error) => this.#take(id)?.reject(error));
    });
  }

  #send(id: number, worker: WorkerPort, request: Request): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    worker.postMessage({ id, request });
    pending.sentTo = worker;
    // The worker has one thread: a new request makes those before it wait too.
    this.#watchdog.add(this.#timeoutsMs[pending.kind]);
  }

  // Says nothing about the worker, so those who still wait get no more time by it.
  #cancel(id: number, reason: Error): void {
    const pending = this.#take(id);
    pending?.reject(reason);
    pending?.sentTo?.postMessage({ id, cancel: true });
    if (this.#sentKinds().length === 0) this.#watchdog.restart(0);
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
    } else if (!reply.ok && reply.code === 'worker-died') {
      // It says itself that it is not to be used any more.
      this.#replace(new CoreError('worker-died', reply.message));
    } else {
      // A reply to a cancelled request finds nobody waiting.
      const pending = this.#take(reply.id);
      this.#extend();
      if (reply.ok) pending?.resolve(reply.value as never);
      else pending?.reject(new CoreError(reply.code as CoreErrorCode, reply.message, reply.reason));
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  // After a sign of life everything that is left has its whole time again.
  #extend(): void {
    this.#watchdog.restart(
      this.#sentKinds().reduce((sum, kind) => sum + this.#timeoutsMs[kind], 0),
    );
  }

  // What was not sent yet cannot be late, nor be what brought the worker down.
  #sentKinds(): RequestKind[] {
    return [...this.#pending.values()].filter(({ sentTo }) => sentTo).map(({ kind }) => kind);
  }

  #replace(reason: CoreError): void {
    const starting = this.#sentKinds().includes('start');
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
