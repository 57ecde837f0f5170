// Starts module workers that the page's own policy binds, on the very first visit too.

/**
 * A worker has the policy that its script came with: the service worker sends one, a static host
 * does not. As long as no service worker is there (the first visit, or a forced reload), the
 * script is imported by a blob, which inherits the policy of whoever made it, the `<meta>` one of
 * the page included (HTML, "initialize a global object's policy container"). Later workers do
 * without: not every browser lets the service worker answer what a blob imports, offline.
 * @param url absolute, of this origin
 */
export function openWorker(url: string, name: string): Worker {
  if (isGuarded()) return new Worker(url, { type: 'module', name });
  const script = `import ${JSON.stringify(url)};`;
  const blobUrl = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(blobUrl, { type: 'module', name });
  // It has been read once the worker speaks.
  worker.addEventListener('message', () => URL.revokeObjectURL(blobUrl), { once: true });
  return worker;
}

/** Whether the answers to this page or worker come with the policy. */
function isGuarded(): boolean {
  // The development server has no policy.
  if (!import.meta.env.PROD) return true;
  // A worker asks for another: as it came itself.
  if (!('document' in globalThis)) return !location.protocol.startsWith('blob');
  return Boolean(navigator.serviceWorker?.controller);
}
