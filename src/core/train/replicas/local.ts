// A replica on the lead's own thread, for backends that cannot be shared with workers (a
// GPU) or need none, and for tests. Speaks the same messages as one on a thread.
import type { ReplicaPort } from './group';
import { serveReplica, type ReplicaHost } from './server';

/** Opens a replica on the current backend. */
export function openLocalReplica(host: ReplicaHost): ReplicaPort {
  let closed = false;
  let take: (message: Parameters<Parameters<ReplicaPort['listen']>[0]>[0]) => void = () =>
    undefined;
  const handle = serveReplica(host, (message) => {
    if (!closed) take(message);
  });
  return {
    send: (message) => void handle(message),
    listen: (onMessage) => {
      take = onMessage;
    },
    close: () => {
      closed = true;
      return handle({ kind: 'close' });
    },
  };
}
