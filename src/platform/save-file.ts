// A file for the person to keep.

/** Long enough for any browser to begin with the file. */
const KEPT_MS = 60_000;

/** Hands a blob to the browser as a download. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
