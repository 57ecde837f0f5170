// What a bundle's card remembers of how it was made, as far as finishing it anew needs it.
import * as v from 'valibot';
import type { ModelCard } from '../model/card';
import type { StoredDtype } from '../model/weights';
import { parseTrainConfig, type TrainConfig } from '../train/config';

const averageSchema = v.strictObject({
  average: v.pipe(v.array(v.unknown()), v.minLength(1)),
  stored: v.picklist(['float32', 'float16', 'uint8']),
});

/** The `provenance.config` of an average of networks with these ones. */
export function averageConfig(configs: readonly string[], stored: StoredDtype): string {
  return JSON.stringify({
    average: configs.map((config) => JSON.parse(config) as unknown),
    stored,
  });
}

/**
 * What is promised of a bundle and how it is stored: by its training config, an average's
 * promises by the first of its networks.
 * @throws CoreError `config-invalid` where the card holds no config.
 */
export function settingsOf({ provenance }: Pick<ModelCard, 'provenance'>): {
  readonly promises: TrainConfig['thresholds'];
  readonly stored: StoredDtype;
} {
  const made: unknown = JSON.parse(provenance.config);
  const average = v.safeParse(averageSchema, made);
  const { thresholds, stored } = parseTrainConfig(
    average.success ? average.output.average[0] : made,
  );
  return { promises: thresholds, stored: average.success ? average.output.stored : stored };
}
