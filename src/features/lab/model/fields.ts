// Which settings a config has, by its kinds: what the fields of the page are made from.
import { balances } from '../../../core/data/batches';
import { lab } from '../../../i18n/lab';

/** One setting. */
export interface Field {
  /** In the config. */
  readonly path: string;
  readonly label: string;
  readonly kind: 'number' | 'text' | 'switch' | 'choice';
  /** Of a choice. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  /** What leaving it empty writes; without, it must not be empty. */
  readonly empty?: null | undefined;
  readonly isOptional?: boolean;
  /** What choosing writes instead, and where: a kind brings settings of its own. */
  readonly at?: string;
  readonly make?: (value: string) => unknown;
}

const { model, choose } = lab;
type Name = keyof typeof choose.field;

const entries = <K extends string>(words: Readonly<Record<K, string>>) =>
  Object.entries(words) as [K, string][];

const field =
  (kind: 'number' | 'switch', over: Partial<Field> = {}) =>
  (at: string, name: Name): Field => ({
    ...{ path: `${at}.${name}`, label: choose.field[name], kind, ...over },
  });
const number = field('number');
const toggle = field('switch');
const numbers = (at: string, names: readonly Name[]) => names.map((name) => number(at, name));

const choice = (
  path: string,
  label: string,
  options: Field['options'],
  over: Partial<Field> = {},
): Field => ({ ...{ path, label, kind: 'choice', options, ...over } });

/** What is changed most. */
export const basicFields: readonly Field[] = [
  { path: 'name', label: model.name, kind: 'text' },
  { path: 'fit.epochs', label: model.epochs, kind: 'number' },
  { path: 'fit.learningRate', label: model.learningRate, kind: 'number' },
  { path: 'fit.batchSize', label: model.batchSize, kind: 'number' },
  { path: 'preprocess.sizePx', label: model.sizePx, kind: 'number' },
  { path: 'seed', label: model.seed, kind: 'number' },
  choice(
    'fit.balance',
    model.balance,
    balances.map((balance) => [balance, model.balances[balance]]),
  ),
];

/** Of a kind of network. */
export function networkFields(kind: unknown): Field[] {
  if (kind === 'frozen-head') {
    return numbers('network', ['hidden', 'inputDropout', 'hiddenDropout']);
  }
  if (kind === 'mobilenet-v2') return numbers('network', ['fromBlock', 'dropout']);
  return numbers('network', ['hidden', 'dropout']);
}

const optimizers: Readonly<Record<string, readonly Field[]>> = {
  sgd: [number('fit.optimizer', 'momentum'), toggle('fit.optimizer', 'nesterov')],
  adam: numbers('fit.optimizer', ['beta1', 'beta2', 'epsilon']),
  adamw: numbers('fit.optimizer', ['weightDecay', 'beta1', 'beta2', 'epsilon']),
  rmsprop: [
    ...numbers('fit.optimizer', ['rho', 'momentum', 'epsilon']),
    toggle('fit.optimizer', 'centered'),
  ],
};

export function optimizerFields(kind: unknown): Field[] {
  const kinds = choice('fit.optimizer.kind', choose.optimizer, entries(choose.optimizers), {
    at: 'fit.optimizer',
    make: (chosen) => ({ kind: chosen }),
  });
  return [kinds, ...(optimizers[String(kind)] ?? [])];
}

const schedules: Readonly<Record<string, readonly Field[]>> = {
  step: numbers('fit.schedule', ['factor', 'everySteps']),
  cosine: numbers('fit.schedule', ['warmUpSteps', 'finalShare']),
};

export function scheduleFields(kind: unknown): Field[] {
  const kinds = choice('fit.schedule.kind', choose.schedule, entries(choose.schedules), {
    at: 'fit.schedule',
    // A step has no defaults: these halve the rate now and then.
    make: (chosen) => ({
      kind: chosen,
      ...(chosen === 'step' && { factor: 0.5, everySteps: 100 }),
    }),
  });
  return [kinds, ...(schedules[String(kind)] ?? [])];
}

const ours: readonly Name[] = [
  ...(['zoom', 'brightness', 'contrast', 'saturation', 'tint'] as const),
  ...(['light', 'blur', 'jpeg', 'erase'] as const),
];
const noChange = { turns: true, zoom: 0, brightness: 0, contrast: 0, saturation: 0, tint: 0 };

/** Of the changes to pictures; `kind` is `keras` or nothing. */
export function changeFields(kind: unknown): Field[] {
  const at = 'views.augment';
  const kinds = choice(`${at}.kind`, choose.changes, entries(choose.changeKinds), {
    at,
    make: (chosen) => (chosen === 'keras' ? { kind: 'keras', convention: '1.1.2' } : noChange),
  });
  const own =
    kind === 'keras'
      ? [
          choice(`${at}.convention`, choose.field.convention, entries(choose.conventions)),
          ...numbers(at, ['rotationRange', 'widthShiftRange', 'heightShiftRange']),
          ...numbers(at, ['shearRange', 'zoomRange']),
          toggle(at, 'horizontalFlip'),
          toggle(at, 'verticalFlip'),
          choice(`${at}.fillMode`, choose.field.fillMode, entries(choose.fillModes)),
          number(at, 'cval'),
        ]
      : [
          toggle(at, 'turns'),
          ...numbers(at, ours),
          field('number', { isOptional: true })(at, 'rotate'),
        ];
  return [kinds, number('views', 'augmented'), ...own];
}

/** `isCached`: views are computed once, and an epoch may show all of them. */
export function lossFields(isCached: boolean): Field[] {
  const views = choice(
    'fit.viewsPerEpoch',
    choose.field.viewsPerEpoch,
    entries(choose.viewsPerEpoch),
  );
  return [
    ...numbers('fit', ['microBatch', 'labelSmoothing', 'mixup']),
    ...(isCached ? [views] : []),
  ];
}

const watched = (at: string): Field[] => [
  choice(`${at}.monitor`, choose.field.monitor, entries(choose.monitors)),
  choice(`${at}.direction`, choose.field.direction, entries(choose.directions)),
];

/** Of the callback at `at`. */
export function callbackFields(kind: unknown, at: string, hasOnlyBest: boolean): Field[] {
  switch (kind) {
    case 'early-stopping':
      return [
        ...watched(at),
        ...numbers(at, ['patience', 'minDelta', 'startFromEpoch']),
        toggle(at, 'restoreBestWeights'),
      ];
    case 'reduce-lr-on-plateau':
      return [
        ...watched(at),
        ...numbers(at, ['factor', 'patience', 'minDelta', 'cooldown', 'minRate']),
      ];
    case 'model-checkpoint':
      return [number(at, 'period'), ...(hasOnlyBest ? watched(`${at}.onlyBest`) : [])];
    case 'weight-average':
      return [
        number(at, 'momentum'),
        toggle(at, 'warmUp'),
        field('number', { isOptional: true, empty: null })(at, 'overwriteEverySteps'),
      ];
    default:
      return [];
  }
}

const bestAuroc = { monitor: 'valAuroc', direction: 'max' };

/** How a callback begins; the rest are its defaults. */
export const freshCallbacks: Readonly<Record<keyof typeof choose.callbacks, object>> = {
  'early-stopping': { ...bestAuroc, patience: 6, restoreBestWeights: true },
  'reduce-lr-on-plateau': { monitor: 'valLoss', direction: 'min', factor: 0.5, patience: 3 },
  'model-checkpoint': { onlyBest: bestAuroc },
  'weight-average': { momentum: 0.998, warmUp: true },
  'csv-log': {},
  'jsonl-log': {},
};
export type CallbackKind = keyof typeof freshCallbacks;

/** The callback with a name that none of `names` has. */
export function freshCallback(kind: CallbackKind, names: readonly unknown[]): object {
  let name: string = kind;
  for (let n = 2; names.includes(name); n++) name = `${kind}-${n}`;
  return { kind, name, ...freshCallbacks[kind] };
}
