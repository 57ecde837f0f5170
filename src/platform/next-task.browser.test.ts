import { expect, it } from 'vitest';
import { nextTask } from './next-task';

it('lets what waits have its turn, as a microtask does not', async () => {
  let hadTurn = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (hadTurn = true);
  port2.postMessage(null);
  await Promise.resolve();
  expect(hadTurn).toBe(false);
  await nextTask();
  await nextTask();
  expect(hadTurn).toBe(true);
  port1.close();
});
