// How much room the app takes on the device, and whether the browser may clear it away.

/** null where the browser does not tell. */
export interface Space {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser keeps it even when the device runs out of room. */
  readonly isPersistent: boolean | null;
}

export async function readSpace(): Promise<Space> {
  // Absent outside a secure context and in old browsers.
  const storage = navigator.storage as StorageManager | undefined;
  const [estimate, isPersistent] = await Promise.all([
    storage?.estimate?.().catch(() => undefined),
    storage?.persisted?.().catch(() => undefined),
  ]);
  return {
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    isPersistent: isPersistent ?? null,
  };
}

/** Asks the browser not to clear the app's data by itself; null where it cannot be asked. */
export async function askToPersist(): Promise<boolean | null> {
  const storage = navigator.storage as StorageManager | undefined;
  return (await storage?.persist?.().catch(() => undefined)) ?? null;
}
