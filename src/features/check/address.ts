// How a check begins, as the address says it.
import { drawnKinds, type DrawnKind } from '../../core/data/synthetic';

export type Entry =
  | { readonly kind: 'choose' }
  | { readonly kind: 'sample'; readonly sample: DrawnKind }
  | { readonly kind: 'demo' };

/** Reads `?sample=…` of the hash route; anything unknown begins with choosing. */
export function readEntry(demo: boolean, query: string | undefined): Entry {
  if (demo) return { kind: 'demo' };
  const asked = new URLSearchParams(query ?? '').get('sample');
  const sample = drawnKinds.find((kind) => kind === asked);
  return sample ? { kind: 'sample', sample } : { kind: 'choose' };
}
