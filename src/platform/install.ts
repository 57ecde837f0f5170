// Installing the app: whether the browser offers it, and whether the person wants to hear
// of it. The browser asks early and once, so `listenForInstall` is called at start.

export type InstallOffer =
  | 'installed'
  /** The browser opens its own question when asked to. */
  | 'can-prompt'
  /** Safari on an iPhone or iPad: possible, but by hand only. */
  | 'by-hand-ios'
  /** The browser has no way, or none yet; or the person said “not now”. */
  | 'not-offered';

/** `beforeinstallprompt`, which TypeScript does not know. */
interface InstallEvent extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** What is needed of the browser. */
export interface InstallPorts {
  /** Fires `beforeinstallprompt` and `appinstalled`. */
  readonly target: EventTarget;
  readonly navigator: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> & {
    /** Safari on iOS: opened from the Home Screen. */
    readonly standalone?: boolean;
  };
  /** May throw when it is merely asked for. */
  storage(): Pick<Storage, 'getItem' | 'setItem'>;
  isStandalone(): boolean;
  now(): number;
}

export interface Install {
  /** A Svelte store: calls `run` with the offer as it is, then with every change. */
  readonly offer: { subscribe(run: (offer: InstallOffer) => void): () => void };
  /**
   * Opens the browser's question; `unavailable` where there is none to open. Call it from
   * a click.
   */
  prompt(): Promise<'accepted' | 'dismissed' | 'unavailable'>;
  /** “Not now”: quiet for 90 days. */
  dismiss(): void;
}

let ofThisPage: Install | null = null;

/**
 * Listens from the first call on, which `main.ts` makes before anything else: the browser
 * may ask before the app is drawn. Every call gives the same.
 */
export function listenForInstall(): Install {
  ofThisPage ??= openInstall({
    target: window,
    navigator,
    storage: () => localStorage,
    isStandalone: () => matchMedia('(display-mode: standalone)').matches,
    now: () => Date.now(),
  });
  return ofThisPage;
}

const DISMISSED_KEY = 'lentigo.install-dismissed';
const QUIET_MS = 90 * 86_400_000;

/** Listens from now on. */
export function openInstall(ports: InstallPorts): Install {
  const { target } = ports;
  const listeners = new Set<(offer: InstallOffer) => void>();
  let event: InstallEvent | null = null;
  let isInstalled = ports.isStandalone() || ports.navigator.standalone === true;
  let isDismissed = wasDismissed(ports);

  const offer = (): InstallOffer => {
    if (isInstalled) return 'installed';
    if (isDismissed) return 'not-offered';
    if (event) return 'can-prompt';
    return isSafariOnIos(ports.navigator) ? 'by-hand-ios' : 'not-offered';
  };
  const tell = () => listeners.forEach((run) => run(offer()));

  target.addEventListener('beforeinstallprompt', (asked) => {
    // Otherwise the browser puts a bar of its own over the page.
    asked.preventDefault();
    event = asked as InstallEvent;
    tell();
  });
  target.addEventListener('appinstalled', () => {
    isInstalled = true;
    tell();
  });

  const dismiss = () => {
    isDismissed = true;
    rememberDismissal(ports);
    tell();
  };

  return {
    offer: {
      subscribe(run) {
        listeners.add(run);
        run(offer());
        return () => listeners.delete(run);
      },
    },
    async prompt() {
      const asked = event;
      // The browser lets each event ask once.
      event = null;
      const outcome = await ask(asked);
      if (outcome === 'dismissed') dismiss();
      if (outcome === 'accepted') isInstalled = true;
      tell();
      return outcome;
    },
    dismiss,
  };
}

async function ask(event: InstallEvent | null): Promise<'accepted' | 'dismissed' | 'unavailable'> {
  if (!event) return 'unavailable';
  try {
    return (await event.prompt()).outcome;
  } catch {
    return 'unavailable';
  }
}

// Other browsers on iOS name themselves (CriOS, FxiOS), and their menus differ. An iPad
// says it is a Mac, but no Mac has a touch screen.
function isSafariOnIos({ userAgent, maxTouchPoints }: InstallPorts['navigator']): boolean {
  const isIos =
    /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  const isSafari = /Version\/\d.* Safari\//.test(userAgent);
  return isIos && isSafari && !/\w+iOS\/|OPT\/|DuckDuckGo|GSA\//.test(userAgent);
}

// Without storage the offer merely comes back with the next visit.
function wasDismissed({ storage, now }: InstallPorts): boolean {
  try {
    const since = now() - Number(storage().getItem(DISMISSED_KEY) ?? NaN);
    return since >= 0 && since < QUIET_MS;
  } catch {
    return false;
  }
}

function rememberDismissal({ storage, now }: InstallPorts): void {
  try {
    storage().setItem(DISMISSED_KEY, String(now()));
  } catch {
    // Quiet until the page is closed, then.
  }
}
