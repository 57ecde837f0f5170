// From the network section of a training config to the network.
import * as v from 'valibot';
import { cnn, cnnSchema } from './cnn';
import { mobileNetV2, mobileNetV2Schema } from './mobilenet-v2';
import type { Network } from './network';
import { perceptron, perceptronSchema } from './perceptron';

/** Which network is trained, with its settings. */
export const networkSchema = v.variant('kind', [cnnSchema, mobileNetV2Schema, perceptronSchema]);
export type NetworkConfig = Readonly<v.InferOutput<typeof networkSchema>>;

/** @throws CoreError `config-invalid` for settings that do not fit each other. */
export function createNetwork(config: NetworkConfig): Network {
  switch (config.kind) {
    case 'cnn':
      return cnn(config);
    case 'mobilenet-v2':
      return mobileNetV2(config);
    case 'perceptron':
      return perceptron(config);
    default:
      return config satisfies never;
  }
}
