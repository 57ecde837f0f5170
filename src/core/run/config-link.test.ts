import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readConfigLink, writeConfigLink } from './config-link';
import { presetConfig, presetNames } from './presets';

const packed = (text: string | Uint8Array) =>
  `1.${Buffer.from(deflateSync(Buffer.from(text))).toString('base64url')}`;
const good = presetConfig('tail', 'mine', 7);

describe('a config in a link', () => {
  it.each(presetNames)('comes back as it was: %s', (preset) => {
    const config = presetConfig(preset, 'mine', 7);
    const link = writeConfigLink(config);
    expect(readConfigLink(link)).toEqual({ kind: 'ok', config });
    // Nothing that an address or a chat program would change, and short enough for both.
    expect(link).toMatch(/^[\w.-]+$/);
    expect(link.length).toBeLessThan(1_500);
  });

  it('keeps what somebody wrote in it, whatever letters that takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (why) => {
        const config = { ...good, why };
        expect(readConfigLink(writeConfigLink(config))).toEqual({ kind: 'ok', config });
      }),
    );
  });

  it('is the base64url of RFC 4648', () => {
    expect(readConfigLink(packed(JSON.stringify(good)))).toEqual({ kind: 'ok', config: good });
  });

  it('fills in what a hand-made one leaves out', () => {
    const fit = { ...good.fit, callbacks: undefined, optimizer: { kind: 'sgd' } };
    const read = readConfigLink(packed(JSON.stringify({ ...good, fit })));
    expect(read).toMatchObject({
      config: { fit: { callbacks: [], optimizer: { kind: 'sgd', momentum: 0, nesterov: false } } },
    });
  });

  it.each([
    ['nothing', ''],
    ['plain JSON', JSON.stringify(good)],
    ['letters of no address', '1.%00<script>'],
    ['no deflate', '1.AAAA____'],
    ['one that was cut off', writeConfigLink(good).slice(0, -20)],
    ['no JSON', packed('hello')],
    ['no text', packed(Uint8Array.of(0xff, 0xfe, 0x80))],
  ])('is damaged: %s', (_what, link) => {
    expect(readConfigLink(link)).toEqual({ kind: 'damaged' });
  });

  it('of another format is said to be one', () => {
    expect(readConfigLink('2.abc')).toEqual({ kind: 'unknown-format' });
  });

  it('is not unpacked when it was packed to burst', () => {
    const bomb = packed(new Uint8Array(2_000_000));
    expect(bomb.length).toBeLessThan(16_384);
    expect(readConfigLink(bomb)).toEqual({ kind: 'too-long' });
    expect(readConfigLink(`1.${'A'.repeat(20_000)}`)).toEqual({ kind: 'too-long' });
  });

  it.each<[string, object | null, string]>([
    ['null', null, ''],
    ['a field too many', { ...good, run: 'rm' }, 'run'],
    ['a name with a path', { ...good, name: '../x' }, 'name'],
    ['a rate below 0', { ...good, fit: { ...good.fit, learningRate: -1 } }, 'fit.learningRate'],
  ])('is checked as any config: %s', (_what, config, path) => {
    const read = readConfigLink(packed(JSON.stringify(config)));
    expect(read).toMatchObject({ kind: 'mistaken', mistakes: [{ path }] });
  });

  it('gives nobody a prototype', () => {
    const text = JSON.stringify(good).replace('{', '{"__proto__":{"polluted":1},');
    const read = readConfigLink(packed(text));
    expect((read as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('never throws', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'AZaz09-_.1{}%'), maxLength: 200 });
    fc.assert(
      fc.property(
        fc.oneof(
          letters,
          letters.map((s) => `1.${s}`),
          fc.string(),
        ),
        (text) => {
          expect(readConfigLink(text).kind).not.toBe('ok');
        },
      ),
    );
  });
});
