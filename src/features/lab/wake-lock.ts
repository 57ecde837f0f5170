// Keeps the screen on while something runs; browsers take the lock away from a hidden page,
// so it is asked for again when the page comes back.

/** Returns how to let go. Where the browser has no such lock, nothing happens. */
export function stayAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => {};
  let isOver = false;
  let lock: WakeLockSentinel | null = null;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || isOver) return;
    // Refused on a low battery: then the screen goes dark, and the training on.
    const got = await navigator.wakeLock.request('screen').catch(() => null);
    if (isOver) await got?.release();
    else lock = got;
  };
  const onVisible = () => void ask();
  document.addEventListener('visibilitychange', onVisible);
  void ask();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  };
}
