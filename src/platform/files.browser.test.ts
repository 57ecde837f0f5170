import { describe, expect, it } from 'vitest';
import { pictureFromDrop, pictureFromPaste } from './files';

const photo = new File(['x'], 'photo.jpg', { type: 'image/jpeg' });
const note = new File(['x'], 'note.txt', { type: 'text/plain' });
const unnamed = new File(['x'], 'photo.heic');

function carrying(...files: File[]): DataTransfer {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data;
}

describe('a dropped or pasted picture', () => {
  const cases: [string, DataTransfer | null, string | null][] = [
    ['is the one file', carrying(photo), 'photo.jpg'],
    ['is the first picture among files', carrying(note, photo), 'photo.jpg'],
    ['may be of a type the system does not know', carrying(unnamed), 'photo.heic'],
    ['is left to the decoder to refuse', carrying(note), 'note.txt'],
    ['is null without files', carrying(), null],
    ['is null without data', null, null],
  ];
  it.each(cases)('%s', (_, data, name) => {
    const drop = new DragEvent('drop', { dataTransfer: data });
    const paste = new ClipboardEvent('paste', { clipboardData: data });
    expect(pictureFromDrop(drop)?.name ?? null).toBe(name);
    expect(pictureFromPaste(paste)?.name ?? null).toBe(name);
  });

  it('is null for text', () => {
    const data = new DataTransfer();
    data.setData('text/plain', 'hello');
    expect(pictureFromPaste(new ClipboardEvent('paste', { clipboardData: data }))).toBeNull();
  });
});
