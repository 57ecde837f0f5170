import { expect, it } from 'vitest';
import { presetConfig } from '../../../core/run/presets';
import { checkTrainConfig, type TrainConfig } from '../../../core/train/config';
import { valueAt, withValue } from './config-path';
import {
  callbackFields,
  changeFields,
  freshCallback,
  freshCallbacks,
  lossFields,
  networkFields,
  optimizerFields,
  scheduleFields,
  type CallbackKind,
  type Field,
} from './fields';

const config = presetConfig('tail', 'x', 1);

function checked(value: unknown): TrainConfig {
  const result = checkTrainConfig(value);
  if (result.kind === 'ok') return result.config;
  throw new Error(JSON.stringify(result.mistakes));
}

/** Fields stand for what is there, and nothing that is there is left without one. */
function expectAll(config: TrainConfig, at: string, fields: readonly Field[], but: string[] = []) {
  const own = fields.filter(({ path }) => path.startsWith(`${at}.`));
  for (const { path, isOptional } of own) {
    // Our own changes have no kind.
    if (!isOptional && path !== `${at}.kind`) expect(valueAt(config, path), path).toBeDefined();
  }
  const names = Object.keys(valueAt(config, at) as object).filter((name) => !but.includes(name));
  expect(own.map(({ path }) => path)).toEqual(
    expect.arrayContaining(names.map((name) => `${at}.${name}`)),
  );
}

const kinds = (fields: readonly Field[]) => {
  const [{ options, at, make }] = fields;
  return options!.map(([kind]) => [kind, at!, make!(kind)] as const);
};

const fieldsAt = {
  'fit.optimizer': optimizerFields,
  'fit.schedule': scheduleFields,
  'views.augment': changeFields,
};

it.each(Object.values(fieldsAt).flatMap((fieldsOf) => kinds(fieldsOf(''))))(
  'every kind that can be chosen is valid, and each of its settings has a field: %s at %s',
  (kind, at, made) => {
    const fieldsOf = fieldsAt[at as keyof typeof fieldsAt];
    const chosen = checked(withValue(config, at, made));
    expectAll(chosen, at, fieldsOf(kind));
  },
);

it.each(Object.keys(freshCallbacks) as CallbackKind[])('so is a fresh callback: %s', (kind) => {
  const chosen = checked(withValue(config, 'fit.callbacks', [freshCallback(kind, [])]));
  const at = 'fit.callbacks.0';
  const isOnlyBest = kind === 'model-checkpoint';
  expectAll(chosen, at, callbackFields(kind, at, isOnlyBest), [
    // Of the card, not of a field; a baseline is for the JSON.
    ...['kind', 'name', 'onlyBest', 'baseline'],
  ]);
});

it('gives the second of a kind a name of its own', () => {
  expect(freshCallback('csv-log', ['csv-log', 'csv-log-2'])).toMatchObject({ name: 'csv-log-3' });
});

it.each(['head', 'tail', 'whole', 'small', 'cnn-v3', 'dense'] as const)(
  'the fields of the network and the loss are there in %s',
  (preset) => {
    const own = presetConfig(preset, 'x', 1);
    for (const { path } of [...networkFields(own.network.kind), ...lossFields(true)]) {
      expect(valueAt(own, path), path).toBeDefined();
    }
  },
);
