// Takes away every way a worker has to reach the network: a second lock beside the policy,
// which a browser may not hand on to the worker of a first visit (`open-worker.ts`).

/**
 * Ways out of a worker. `Worker` and `SharedWorker` would bring a fresh scope, `caches`
 * and `FontFace` fetch on their own, the rest is plain.
 */
const exits = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'RTCPeerConnection',
  'importScripts',
  'Worker',
  'SharedWorker',
  'caches',
  'FontFace',
];

/**
 * Makes every exit of `scope` throw for good, also those on its prototypes and
 * `navigator.sendBeacon`. Returns the names that could not be closed: none is the promise.
 */
export function closeNetwork(scope: object): string[] {
  const { navigator } = scope as { navigator?: object };
  return [
    ...exits.flatMap((name) => close(scope, name)),
    ...(navigator ? close(navigator, 'sendBeacon') : []),
  ];
}

function close(scope: object, name: string): string[] {
  const closed = function (): never {
    throw new Error(`${name} is closed: this worker has no network`);
  };
  // An own property alone would leave `WorkerGlobalScope.prototype.fetch` within reach.
  const owners: object[] = [scope];
  for (let at = Object.getPrototypeOf(scope); at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) owners.push(at);
  }
  return owners.every((owner) => replaced(owner, name, closed)) ? [] : [name];
}

function replaced(owner: object, name: string, value: unknown): boolean {
  return Reflect.defineProperty(owner, name, { value, writable: false, configurable: false });
}
