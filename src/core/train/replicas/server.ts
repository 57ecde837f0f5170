// The replica's end of the conversation: answers the lead's messages, one after the other,
// on whatever thread it runs.
import { CoreError } from '../../errors';
import { Replica } from './replica';
import type { FromReplica, SharedValues, ToReplica } from './messages';

/** What the thread brings: a started backend, and what is known of it. */
export interface ReplicaHost {
  readonly backend: string;
  readonly detail: string;
  /** Bytes of the backend's heap; 0 where it has none. */
  heapBytes(): number;
}

/**
 * Answers `send`s to messages. Failures are answers too; after one the replica may be in
 * any state, and the lead replaces it.
 */
export function serveReplica(
  host: ReplicaHost,
  send: (message: FromReplica, transfer: ArrayBuffer[]) => void,
): (message: ToReplica) => Promise<void> {
  let replica: Replica | null = null;
  let shared: SharedValues | null = null;
  let version = -1;
  const ready = (wanted: number): Replica => {
    if (!replica) throw new CoreError('config-invalid', 'the replica was given no network');
    if (wanted !== version) {
      if (!shared) throw new CoreError('config-invalid', `the replica has no values ${wanted}`);
      replica.setValues(shared);
      version = wanted;
    }
    return replica;
  };
  const answer = async (message: ToReplica): Promise<void> => {
    switch (message.kind) {
      case 'open':
        replica = new Replica(message.network);
        shared = message.shared;
        return send({ kind: 'ready', backend: host.backend, detail: host.detail }, []);
      case 'values':
        replica?.setValues(message.values);
        version = message.version;
        return;
      case 'gradient': {
        const { id, batch, into } = message;
        const result = await ready(message.version).gradient(batch, into);
        const heapBytes = host.heapBytes();
        const transfer = [result.gradient, result.moments].flatMap((a) => bufferOf(a));
        return send({ kind: 'gradient', id, ...result, heapBytes }, transfer);
      }
      case 'logits': {
        const logits = await ready(message.version).logits(message.xs, message.rows);
        return send({ kind: 'logits', id: message.id, logits }, bufferOf(logits));
      }
      case 'close':
        replica?.dispose();
        replica = null;
        return;
      default:
        return message satisfies never;
    }
  };
  let last = Promise.resolve();
  return (message) => {
    last = last
      .then(() => answer(message))
      .catch((error: unknown) => {
        const id = 'id' in message ? message.id : null;
        const code = error instanceof CoreError ? error.code : 'worker-died';
        const text = error instanceof Error ? error.message : String(error);
        send({ kind: 'failed', id, code, message: text }, []);
      });
    return last;
  };
}

function bufferOf(values: Float32Array | null): ArrayBuffer[] {
  return values && values.buffer instanceof ArrayBuffer ? [values.buffer] : [];
}
