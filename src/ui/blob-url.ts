// Blobs as pictures on a page.
import type { Attachment } from 'svelte/attachments';

/** Shows a blob in an image; its address lives as long as the image does. */
export function blobUrl(blob: Blob): Attachment<HTMLImageElement> {
  return (image) => {
    const url = URL.createObjectURL(blob);
    image.src = url;
    return () => URL.revokeObjectURL(url);
  };
}
