// From a config to what its network needs to be trained.
import type { Sample } from '../data/manifest';
import type { NetworkSection } from '../train/config';
import { prepareFrozenHead } from './prepare-frozen-head';
import { preparePictures } from './prepare-pictures';
import { prepareTail } from './prepare-tail';
import type { Prepared, PrepareOptions } from './prepared';

/** Caller closes. */
export function prepare<S extends Sample>(options: PrepareOptions<S>): Promise<Prepared<S>> {
  const { network } = options.config;
  const withSection = <N>(section: N): PrepareOptions<S, N> => ({
    ...options,
    config: { ...options.config, network: section },
  });
  if (network.kind === 'frozen-head') return prepareFrozenHead(withSection(network));
  if (network.kind === 'mobilenet-v2' && network.fromBlock > 0) {
    return prepareTail(withSection<NetworkSection<'mobilenet-v2'>>(network));
  }
  return preparePictures(withSection(network));
}
