// Pictures that come by drag and drop or from the clipboard.

/** The dropped picture, or null if no file was dropped. */
export function pictureFromDrop(event: DragEvent): File | null {
  return pictureAmong(event.dataTransfer);
}

/** The pasted picture, or null if the clipboard holds none (text, say). */
export function pictureFromPaste(event: ClipboardEvent): File | null {
  return pictureAmong(event.clipboardData);
}

// A file without a picture's type is still handed on: systems leave the type empty for
// formats they do not know, and the decoder says in words what is wrong with it.
function pictureAmong(data: DataTransfer | null): File | null {
  const files = [...(data?.files ?? [])];
  return files.find((file) => file.type.startsWith('image/')) ?? files[0] ?? null;
}
