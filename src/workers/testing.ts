// For the tests of the page's clients: the other side of their messages.
import type { BackendName } from '../engine/backend';
import type { FromWorker, Request, ToWorker, WorkerReady } from './protocol';
import type { WorkerPort } from './worker-port';

/** A worker of any protocol that does only what the test makes it do. */
export class FakeWorkerOf<To, From> {
  onmessage: ((event: MessageEvent<From>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly sent: To[] = [];
  terminated = false;

  postMessage(message: To): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(message: From): void {
    this.onmessage?.({ data: message } as MessageEvent<From>);
  }
  die(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }
}

/** That of the answers. */
export class FakeWorker extends FakeWorkerOf<ToWorker, FromWorker> implements WorkerPort {
  last<K extends Request['kind']>(kind: K): { id: number; request: Extract<Request, { kind: K }> } {
    for (const message of this.sent.toReversed()) {
      if ('request' in message && message.request.kind === kind) {
        return message as { id: number; request: Extract<Request, { kind: K }> };
      }
    }
    throw new Error(`no ${kind} was sent`);
  }
  becomeReady(backend: BackendName = 'wasm'): void {
    const verdicts = [{ backend, verdict: 'accepted', detail: 'fake' }];
    const report = { backend, detail: 'fake', fellBack: false, asked: 'auto', verdicts };
    const value = { backend: report, networkClosed: true } as unknown as WorkerReady;
    this.say({ id: this.last('start').id, ok: true, value });
  }
}
