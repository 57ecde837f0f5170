import { expect, it } from 'vitest';
import { runScript as run } from './node/run-script';

it('prints the layers and the total that the paper prints', async () => {
  const { code, stdout, stderr } = await run('summary', 'cnn-v2', '--size', '500');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/conv_5 \(Conv2D\) .*\[null,11,11,512\] +1180160/);
  expect(stdout).toContain('Total params: 14714753');
}, 30_000);

it('says what size a network needs', async () => {
  const { code, stderr } = await run('summary', 'cnn-v3', '--size', '247');
  expect(stderr).toContain('this network needs 248');
  expect(code).toBe(1);
}, 30_000);
