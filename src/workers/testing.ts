// For the tests of the client: the other side of its messages.
import type { BackendName } from '../engine/backend';
import type { FromWorker, Request, ToWorker, WorkerReady } from './protocol';
import type { WorkerPort } from './worker-port';

/** A worker that does only what the test makes it do. */
export class FakeWorker implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  onmessageerror: WorkerPort['onmessageerror'] = null;
  readonly sent: ToWorker[] = [];
  terminated = false;

  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }
  die(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }
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
