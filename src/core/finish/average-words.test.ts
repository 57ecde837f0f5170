import { describe, expect, it } from 'vitest';
import { classesOf } from '../data/classes';
import { parseTrainConfig } from '../train/config';
import { modelFolder, readBundleFolder } from '../../../training/node/bundle-fs';
import { averageWords } from './average-words';
import { settingsOf } from './settings';

const { card } = await readBundleFolder(await modelFolder('diagnosis-mobilenet-v2'));

describe('averageWords', () => {
  const other = {
    ...card,
    name: 'other',
    labels: [...classesOf('target')],
    provenance: { ...card.provenance, backbone: 'another' },
  };

  it('names its networks, and promises and stores what it is told', () => {
    const words = averageWords([other, card], { name: 'both', stored: 'uint8', of: 'answers' });
    expect(words).toMatchObject({ name: 'both', labels: card.labels, preprocess: card.preprocess });
    expect(words.description).toContain('other 1.0.0, diagnosis-mobilenet-v2 1.0.0');
    expect(words.provenance.backbone).toBe(`another; ${card.provenance.backbone}`);
    expect(words).not.toHaveProperty('calibration');
    const { thresholds } = parseTrainConfig(JSON.parse(other.provenance.config));
    expect(settingsOf(words)).toEqual({ promises: thresholds, stored: 'uint8' });
  });

  it.each([
    ['preprocess', { preprocess: { ...card.preprocess, sizePx: 256 } }],
    ['provenance.trainingData', { provenance: { ...card.provenance, trainingData: 'others' } }],
    ['provenance.trainingPictures', { provenance: { ...card.provenance, trainingPictures: 1 } }],
    ['provenance.seed', { provenance: { ...card.provenance, seed: 1 } }],
  ])('refuses networks that differ in %s', (field, change) => {
    expect(() =>
      averageWords([card, { ...card, ...change }], {
        ...{ name: 'both', stored: 'float16', of: 'answers' },
      }),
    ).toThrow(`the networks differ in ${field}`);
  });
});

describe('averageWords of weights', () => {
  const larger = { ...card, preprocess: { ...card.preprocess, sizePx: 256 } };
  const options = { name: 'soup', stored: 'float16', of: 'weights' } as const;

  it('may have members of other sizes, and looks as the first', () => {
    const words = averageWords([larger, card], options);
    expect(words.preprocess.sizePx).toBe(256);
    expect(words.description).toContain('The mean of the weights of 2 networks');
  });

  it('still refuses another crop', () => {
    const squashed = { ...card, preprocess: { ...card.preprocess, crop: 'squash' as const } };
    expect(() => averageWords([card, squashed], options)).toThrow(/differ in preprocess/);
  });
});

describe('settingsOf', () => {
  it('are those of the training config', () => {
    const config = parseTrainConfig(JSON.parse(card.provenance.config));
    expect(settingsOf(card)).toEqual({ promises: config.thresholds, stored: config.stored });
  });

  it('refuses a card that holds no config', () => {
    const made = { provenance: { ...card.provenance, config: '{"average":[],"stored":"uint8"}' } };
    expect(() => settingsOf(made)).toThrow(/config is not valid/);
  });
});
