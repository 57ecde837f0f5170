// The latest photo of a spot that is photographed again.
import { checksOfSpot } from '../../storage/checks';

export interface EarlierPhoto {
  /** The judged square. */
  readonly thumbnail: Blob;
  readonly checkedAt: number;
}

/** null where nothing is saved of the spot. */
export async function earlierPhoto(spotId: string): Promise<EarlierPhoto | null> {
  const checks = await checksOfSpot(spotId);
  return checks.length > 0 ? checks.reduce((a, b) => (a.checkedAt > b.checkedAt ? a : b)) : null;
}
