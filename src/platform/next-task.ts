// Work in pieces: a page that computes for long cannot be scrolled or clicked meanwhile.

/** Resolves in a task of its own, at once, also in a hidden page, where timers wait. */
export function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
