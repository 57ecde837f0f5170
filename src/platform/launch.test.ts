import { expect, it, vi } from 'vitest';
import { onLaunchedFile, type Launch, type LaunchQueue } from './launch';

const photo = new File(['photo'], 'photo.jpg', { type: 'image/jpeg' });
const other = new File(['other'], 'other.jpg', { type: 'image/jpeg' });
const handle = (file: File) => ({ getFile: () => Promise.resolve(file) });

function launching(launch: Launch): LaunchQueue {
  return { setConsumer: (consumer) => consumer(launch) };
}

it('hands on the file the app was opened with', async () => {
  const listener = vi.fn();
  onLaunchedFile(listener, launching({ files: [handle(photo), handle(other)] }));
  await expect.poll(() => listener).toHaveBeenCalledExactlyOnceWith(photo);
});

it('says that a file cannot be read', async () => {
  const listener = vi.fn();
  const gone = { getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
  onLaunchedFile(listener, launching({ files: [gone] }));
  await expect.poll(() => listener).toHaveBeenCalledExactlyOnceWith(null);
});

it.each([[{ files: [] }], [{}]])('is silent about a start without a file: %o', async (launch) => {
  const listener = vi.fn();
  onLaunchedFile(listener, launching(launch));
  await Promise.resolve();
  expect(listener).not.toHaveBeenCalled();
});

it('does nothing in a browser without launches', () => {
  vi.stubGlobal('window', {});
  expect(() => onLaunchedFile(() => undefined)).not.toThrow();
  vi.unstubAllGlobals();
});
