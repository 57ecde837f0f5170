// How a check begins, as the address says it.
import { drawnKinds, type DrawnKind } from '../../core/data/synthetic';

export type Start =
  | {
      readonly kind: 'choose';
      /** The spot to photograph again; null for a spot that is new to the app. */
      readonly spotId: string | null;
    }
  | { readonly kind: 'sample'; readonly sample: DrawnKind }
  /** The same without a stop: its answer at once. */
  | { readonly kind: 'demo'; readonly sample: DrawnKind }
  /** A photo was handed to the app: shared from another, or opened with it. */
  | { readonly kind: 'handed' };

/**
 * Reads `?sample=…`, `?spot=…` and `?shared` of the hash route; anything unknown begins with
 * choosing.
 */
export function readAddress(demo: boolean, query: string | undefined): Start {
  const asked = new URLSearchParams(query ?? '');
  const sample = drawnKinds.find((kind) => kind === asked.get('sample'));
  if (demo) return { kind: 'demo', sample: sample ?? 'irregular' };
  if (sample) return { kind: 'sample', sample };
  if (asked.has('shared')) return { kind: 'handed' };
  return { kind: 'choose', spotId: asked.get('spot') };
}
