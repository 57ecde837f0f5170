import { expect, it } from 'vitest';
import { presetConfig } from '../../../core/run/presets';
import { checkTrainConfig } from '../../../core/train/config';
import { lab } from '../../../i18n/lab';
import { withValue } from './config-path';
import { mistakeWords } from './mistake-words';

const words = lab.choose.mistake;

it.each<[string, unknown, string]>([
  ['fit.epochs', 0, words.from('1')],
  ['fit.epochs', 1.5, words.whole],
  ['fit.epochs', 'many', words.number],
  ['fit.epochs', '', words.empty],
  ['fit.epochs', undefined, words.empty],
  ['fit.learningRate', 0, words.above('0')],
  ['fit.labelSmoothing', 1, words.below('1')],
  ['views.augment.zoom', 2, words.upTo('0.9')],
  ['views.augmented', 65, words.upTo('64')],
  ['fit.optimizer.beta1', 1, words.below('1')],
  ['fit.callbacks.0.patience', -1, words.from('0')],
  ['fit.speed', 1, words.unknown],
])('says where the mistake is and what: %s, %o', (path, value, sentence) => {
  const config = withValue(presetConfig('head', 'x', 1), path, value);
  const checked = checkTrainConfig(config);
  const mistakes = checked.kind === 'mistaken' ? checked.mistakes : [];
  expect(mistakes.map((mistake) => [mistake.path, mistakeWords(mistake)])).toEqual([
    [path, sentence],
  ]);
});

it('gives the words of the check for the rest', () => {
  const checked = checkTrainConfig({ ...presetConfig('head', 'x', 1), stored: 'int4' });
  const [mistake] = checked.kind === 'mistaken' ? checked.mistakes : [];
  expect(mistakeWords(mistake)).toBe(words.other(mistake.message));
  expect(mistake.path).toBe('stored');
});
