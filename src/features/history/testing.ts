// Saved checks for tests of the pages.
import type { Prediction } from '../../core/prediction';
import { deleteCheck, listChecks, saveCheck } from '../../storage/checks';
import { parseSavedCheck, type SavedCheck } from '../../storage/saved-check';

const quality = { findings: [] };

/** What a model may have said. */
export function prediction(kind: 'attend' | 'unsure' | 'quiet' | 'abstained'): unknown {
  if (kind === 'abstained') return { kind, reason: 'image-quality', quality } satisfies Prediction;
  return { kind: 'assessed', outcome: kind, probability: 0.4, prevalence: 0.32, quality };
}

/** A check as it would be read back. */
export function savedCheck(over: Record<string, unknown> = {}): SavedCheck {
  const id = String(over.id ?? 'a');
  const check = parseSavedCheck({
    id,
    spotId: id,
    checkedAt: Date.UTC(2026, 10, 20, 12),
    place: null,
    note: '',
    answers: { kind: 'answered', redFlags: [], exclusions: [] },
    prediction: prediction('quiet'),
    model: { name: 'a-model', version: '1.2.3', hash: '0123456789abcdef' },
    crop: { left: 10, top: 20, side: 60 },
    thumbnail: new Blob(['no picture'], { type: 'image/jpeg' }),
    ...over,
  });
  if (!check) throw new Error('not a check');
  return check;
}

/** A picture file of one colour. */
export async function drawnFile(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'peru';
  context.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg' });
}

/** Writes checks with their photos. */
export async function seed(...checks: readonly SavedCheck[]): Promise<void> {
  const photo = await drawnFile(120, 160);
  for (const check of checks) {
    const saved = await saveCheck({ check, photo });
    if (saved.kind !== 'saved') throw new Error(saved.detail);
  }
}

/** Leaves no check behind. */
export async function clear(): Promise<void> {
  const list = await listChecks();
  if (list.kind !== 'done') throw new Error(list.detail);
  for (const row of list.value) await deleteCheck(row.kind === 'check' ? row.check.id : row.id);
}
