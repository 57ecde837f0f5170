// Files opened with the installed app from outside (the manifest's `file_handlers`).
// https://wicg.github.io/web-app-launch/

/** The part of a launch that is used here. */
export interface Launch {
  readonly files?: readonly { getFile(): Promise<File> }[];
}

/** `window.launchQueue`, which not every browser has. */
export interface LaunchQueue {
  setConsumer(consumer: (launch: Launch) => void): void;
}

/**
 * Calls `listener` with the first file of every launch that brought one, also of one that
 * came before this call; with null where the system named a file and it cannot be read. A
 * later call takes over.
 */
export function onLaunchedFile(
  listener: (file: File | null) => void,
  queue: LaunchQueue | undefined = (window as { launchQueue?: LaunchQueue }).launchQueue,
): void {
  queue?.setConsumer(({ files }) => {
    // The app was started, without a file.
    if (!files?.length) return;
    files[0].getFile().then(listener, () => listener(null));
  });
}
