// Caches for the tests in Node, which has none: as much of Cache Storage as is used here.

/** Cache Storage in memory; `failing` makes every change fail, as a full disk does. */
export function memoryCaches({ failing = false } = {}): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const refuse = () => {
    if (failing) throw new DOMException('disk full', 'QuotaExceededError');
  };
  const cacheOf = (name: string) => {
    const entries = all.get(name) ?? new Map<string, Response>();
    all.set(name, entries);
    return {
      put: async (key: string, response: Response) => (refuse(), void entries.set(key, response)),
      keys: async () => [...entries.keys()].map((url) => ({ url })),
      delete: async (key: string | Request) =>
        entries.delete(typeof key === 'string' ? key : key.url),
    };
  };
  return {
    open: async (name: string) => cacheOf(name),
    keys: async () => [...all.keys()],
    delete: async (name: string) => (refuse(), all.delete(name)),
    match: async (key: string, { cacheName }: { cacheName: string }) =>
      all.get(cacheName)?.get(key)?.clone(),
  } as unknown as CacheStorage;
}
