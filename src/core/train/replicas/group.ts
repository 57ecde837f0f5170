// The lead's end: spreads the micro-batches of a step over the replicas and puts their
// gradients together. A batch is always cut into the same micro-batches, and their
// gradients are always added in the same order, so the number of replicas changes
// nothing in the result, not even the last bit.
import { CoreError } from '../../errors';
import type { NetworkConfig } from '../networks/create-network';
import type { FromReplica, MicroBatch, ToReplica, Values } from './messages';

/** A way to one replica, on another thread or on this one. */
export interface ReplicaPort {
  send(message: ToReplica): void;
  /** Set once, before the first `send`. `onDeath`: the thread ended without being closed. */
  listen(onMessage: (message: FromReplica) => void, onDeath: (reason: string) => void): void;
  close(): Promise<void> | void;
}

export interface GroupOptions {
  readonly network: NetworkConfig;
  readonly replicas: number;
  /** Starts one replica's thread. */
  readonly open: () => ReplicaPort;
  /** Weights and moving statistics, the lead's own arrays: read, never written. */
  readonly values: Values;
  /** Room for that many floats in memory shared with the threads; null: messages. */
  readonly share: ((floats: number) => Float32Array) | null;
  /** Longest time that starting, or one job, may take, in ms. */
  readonly limitMs: number;
  /** Calls back after a time unless cancelled; core has no clock of its own. */
  readonly after: (ms: number, late: () => void) => () => void;
  /** Told when a replica is replaced, and why. */
  readonly onReplaced?: (reason: CoreError) => void;
}

/** Gradient of a whole step: means over its rows. */
export interface StepGradient {
  readonly loss: number;
  /** Valid until the next call. */
  readonly gradient: Float32Array;
  /** Mean of the micro-batches' statistics of normalisation layers, by rows. */
  readonly moments: Float32Array;
}

type Job = Extract<ToReplica, { kind: 'gradient' | 'logits' }>;
type Answer = Extract<FromReplica, { kind: 'gradient' | 'logits' }>;
type GradientAnswer = Extract<Answer, { kind: 'gradient' }>;
type LogitsAnswer = Extract<Answer, { kind: 'logits' }>;

interface OpenJob {
  job: Job;
  attempts: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: CoreError) => void;
}

interface Member {
  readonly port: ReplicaPort;
  /** Version of the values it was sent; shared ones need no sending. */
  version: number;
  /** What it works on; it starts before it takes a job. */
  state: 'starting' | 'idle' | OpenJob;
  stopClock: () => void;
}

/** A job that two replicas came to grief over is given up. */
const ATTEMPTS = 2;

/** Replicas of one network, kept alive, and the way to work with them. */
export class ReplicaGroup {
  readonly #options: GroupOptions;
  readonly #members = new Set<Member>();
  readonly #waiting: OpenJob[] = [];
  readonly #rooms: Float32Array[] = [];
  readonly #sum: Float32Array;
  #backend: { name: string; detail: string } | null = null;
  #startFailures = 0;
  #version = 0;
  #nextId = 0;
  #heapBytes = 0;
  #onReady: (() => void)[] = [];
  #fatal: CoreError | null = null;

  constructor(options: GroupOptions) {
    if (!Number.isSafeInteger(options.replicas) || options.replicas < 1) {
      throw new CoreError('config-invalid', `there must be a replica: ${options.replicas}`);
    }
    this.#options = options;
    this.#sum = new Float32Array(options.values.weights.length);
    for (let i = 0; i < options.replicas; i++) this.#start();
  }

  /**
   * The backend the replicas run on, once the first is up.
   * @throws CoreError as the replica could not start.
   */
  async backend(): Promise<{ readonly name: string; readonly detail: string }> {
    while (!this.#backend && !this.#fatal) {
      await new Promise<void>((resolve) => this.#onReady.push(resolve));
    }
    if (this.#fatal) throw this.#fatal;
    return this.#backend!;
  }

  /** Largest heap of any replica so far, bytes; 0 where the backend has none. */
  get heapBytes(): number {
    return this.#heapBytes;
  }

  /** To be called after each change of the values. */
  valuesChanged(): void {
    this.#version++;
  }

  /**
   * Mean loss and gradient over all rows of the micro-batches.
   * @throws CoreError `worker-died`, `timeout`, `out-of-memory` when two replicas failed at
   * the same micro-batch.
   */
  async gradient(batches: readonly MicroBatch[]): Promise<StepGradient> {
    const rows = batches.reduce((total, batch) => total + batch.rows, 0);
    const jobs = batches.map((batch, i): Job => ({
      kind: 'gradient',
      ...this.#head(),
      batch,
      into: this.#room(i),
    }));
    const sum = this.#sum;
    const moments = new Float32Array(this.#options.values.moving.length);
    let loss = 0;
    // In order, but each as soon as it is there: the others are still being worked at.
    await this.#each<GradientAnswer>(jobs, (answer, i) => {
      this.#heapBytes = Math.max(this.#heapBytes, answer.heapBytes);
      const gradient = answer.gradient ?? this.#rooms[i];
      if (i === 0) sum.set(gradient);
      else for (let k = 0; k < sum.length; k++) sum[k] += gradient[k];
      const share = batches[i].rows / rows;
      for (let k = 0; k < moments.length; k++) moments[k] += share * answer.moments[k];
      loss += answer.loss;
    });
    for (let k = 0; k < sum.length; k++) sum[k] /= rows;
    return { loss: loss / rows, gradient: sum, moments };
  }

  /** Logits of inputs, each part a job of its own, in order. Errors as `gradient`. */
  async logits(parts: readonly { rows: number; xs: Float32Array }[]): Promise<Float32Array[]> {
    const jobs = parts.map(({ rows, xs }): Job => ({ kind: 'logits', ...this.#head(), rows, xs }));
    const all: Float32Array[] = [];
    await this.#each<LogitsAnswer>(jobs, ({ logits }) => void all.push(logits));
    return all;
  }

  /** Ends the replicas; jobs still open are rejected. */
  async close(): Promise<void> {
    const members = [...this.#members];
    this.#members.clear();
    const error = new CoreError('worker-died', 'the replicas were closed');
    for (const { state, stopClock } of members) {
      stopClock();
      if (typeof state === 'object') state.reject(error);
    }
    this.#fail(error);
    await Promise.all(members.map(({ port }) => port.close()));
  }

  #head() {
    return { id: this.#nextId++, version: this.#version };
  }

  #room(i: number): Float32Array | null {
    const { share, values } = this.#options;
    return share && (this.#rooms[i] ??= share(values.weights.length));
  }

  async #each<T extends Answer>(
    jobs: readonly Job[],
    take: (answer: T, i: number) => void,
  ): Promise<void> {
    if (this.#fatal) throw this.#fatal;
    const answers = jobs.map(
      (job) =>
        new Promise<Answer>((resolve, reject) => {
          this.#waiting.push({ job, attempts: 0, resolve, reject });
        }),
    );
    // Waited for below, whatever comes of those before it.
    const settled = Promise.allSettled(answers);
    this.#dispatch();
    try {
      for (const [i, answer] of answers.entries()) take((await answer) as T, i);
    } finally {
      // The values must not change under a replica that still works.
      await settled;
    }
  }

  #dispatch(): void {
    for (const member of this.#members) {
      if (member.state !== 'idle') continue;
      const next = this.#waiting.shift();
      if (!next) return;
      member.state = next;
      const { values, share } = this.#options;
      if (!share && member.version !== next.job.version) {
        member.version = next.job.version;
        member.port.send({ kind: 'values', version: member.version, values });
      }
      this.#watch(member, 'a gradient');
      member.port.send(next.job);
    }
  }

  #start(): void {
    const { open, network, share, values } = this.#options;
    let port: ReplicaPort;
    try {
      port = open();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#startFailed(new CoreError('worker-died', `a replica cannot be started: ${text}`));
      return;
    }
    const member: Member = { port, version: -1, state: 'starting', stopClock: () => undefined };
    this.#members.add(member);
    port.listen(
      (message) => {
        if (this.#members.has(member)) this.#take(member, message);
      },
      (reason) => this.#replace(member, new CoreError('worker-died', reason)),
    );
    this.#watch(member, 'starting');
    port.send({ kind: 'open', network, shared: share ? values : null });
  }

  #watch(member: Member, what: string): void {
    const { after, limitMs } = this.#options;
    member.stopClock();
    member.stopClock = after(limitMs, () => {
      const late = new CoreError('timeout', `${what} took a replica longer than ${limitMs} ms`);
      this.#replace(member, late);
    });
  }

  #take(member: Member, message: FromReplica): void {
    if (message.kind === 'failed') {
      this.#replace(member, new CoreError(message.code, message.message));
      return;
    }
    member.stopClock();
    const { state } = member;
    member.state = 'idle';
    if (message.kind === 'ready') {
      this.#startFailures = 0;
      this.#backend ??= { name: message.backend, detail: message.detail };
      this.#wake();
    } else if (typeof state === 'object') {
      state.resolve(message);
    }
    this.#dispatch();
  }

  // A replica that failed may be in any state (a full heap, a lost GPU): a fresh one takes
  // its place, and its job one more time.
  #replace(member: Member, reason: CoreError): void {
    if (!this.#members.delete(member)) return;
    member.stopClock();
    void Promise.resolve(member.port.close());
    const { state } = member;
    if (state === 'starting') {
      this.#startFailed(reason);
      return;
    }
    if (typeof state === 'object') {
      this.#renewRoom(state);
      if (++state.attempts < ATTEMPTS) this.#waiting.unshift(state);
      else state.reject(reason);
    }
    this.#options.onReplaced?.(reason);
    this.#start();
  }

  // Threads do not end at once: the old one may still write to where it was told to.
  #renewRoom(open: OpenJob): void {
    const { job } = open;
    if (job.kind !== 'gradient' || !job.into) return;
    const { share, values } = this.#options;
    const into = share!(values.weights.length);
    this.#rooms[this.#rooms.indexOf(job.into)] = into;
    open.job = { ...job, into };
  }

  #startFailed(reason: CoreError): void {
    if (++this.#startFailures >= ATTEMPTS) {
      this.#fail(reason);
      return;
    }
    this.#options.onReplaced?.(reason);
    this.#start();
  }

  #fail(reason: CoreError): void {
    this.#fatal ??= reason;
    this.#waiting.splice(0).forEach(({ reject }) => reject(reason));
    this.#wake();
  }

  #wake(): void {
    this.#onReady.splice(0).forEach((resolve) => resolve());
  }
}
