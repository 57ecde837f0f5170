// A config while somebody changes it, by fields or as text. Its JSON is the one truth, and
// the config's own check the one judge: a mistake stays where it was made.
import {
  checkTrainConfig,
  type CheckedConfig,
  type ConfigMistake,
  type TrainConfig,
} from '../../../core/train/config';
import { valueAt, withValue } from './config-path';

/** As the text is read. */
type Read =
  | { readonly kind: 'json'; readonly value: unknown; readonly checked: CheckedConfig }
  | { readonly kind: 'no-json'; readonly message: string };

export class ConfigDraft {
  /** What stands in the text field. */
  text = $state('');
  readonly #read = $derived(read(this.text));

  constructor(config: TrainConfig) {
    this.replace(config);
  }

  /** Null while it cannot be trained. */
  readonly config: TrainConfig | null = $derived(
    this.#read.kind === 'json' && this.#read.checked.kind === 'ok'
      ? this.#read.checked.config
      : null,
  );

  /** None also where the text is no JSON. */
  readonly mistakes: readonly ConfigMistake[] = $derived(
    this.#read.kind === 'json' && this.#read.checked.kind === 'mistaken'
      ? this.#read.checked.mistakes
      : [],
  );

  /** Why the text is no JSON; null where it is. */
  readonly notJson: string | null = $derived(
    this.#read.kind === 'no-json' ? this.#read.message : null,
  );

  /** The value at a place, with its default where it was left out. */
  get(path: string): unknown {
    if (this.#read.kind === 'no-json') return undefined;
    const { value, checked } = this.#read;
    const filled = checked.kind === 'ok' ? checked.config : checked.filled;
    return valueAt(filled, path) ?? valueAt(value, path);
  }

  mistakeAt(path: string): ConfigMistake | null {
    return this.mistakes.find((mistake) => mistake.path === path) ?? null;
  }

  /** Writes a value, right or not; undefined takes it away. */
  set(path: string, put: unknown): void {
    if (this.#read.kind === 'no-json') return;
    const changed = withValue(this.config ?? this.#read.value, path, put);
    const checked = checkTrainConfig(changed);
    this.text = jsonOf(checked.kind === 'ok' ? checked.config : changed);
  }

  replace(config: TrainConfig): void {
    this.text = jsonOf(config);
  }
}

function read(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'json', value, checked: checkTrainConfig(value) };
  } catch (error) {
    return { kind: 'no-json', message: error instanceof Error ? error.message : String(error) };
  }
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
