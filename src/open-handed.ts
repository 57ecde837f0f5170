// Photos that other apps hand to this one: shared to it (kept by the service worker) or
// opened with it (given to the page by the system).
import { onLaunchedFile } from './platform/launch';
import { takeSharedPhoto } from './platform/shared-photo';
import type { HandedPhoto, HandedPhotos } from './services';

/** @param onlaunched told when a file was opened with the app, which `take` then gives. */
export function openHanded(onlaunched: () => void): HandedPhotos {
  let launched: HandedPhoto | null = null;
  onLaunchedFile((file) => {
    launched = file ? { kind: 'photo', photo: file, others: 0 } : { kind: 'failed' };
    onlaunched();
  });
  return {
    async take() {
      const photo = launched;
      launched = null;
      return photo ?? takeSharedPhoto();
    },
  };
}
