// Metrics of a network on rows it was not trained on: over all predictions at once, never
// means of batches.
import { plainPlan, type BatchSource } from '../data/batches';
import type { LabelClass } from '../data/classes';
import { prefetch } from '../data/prefetch';
import type { StopSignal } from '../errors';
import { malignantMargin } from '../evaluate/calibration';
import { auroc } from '../evaluate/roc';
import type { ReplicaGroup } from './replicas/group';

/** Logits of every row, [rows][labels], in order. */
export async function logitsOf(
  source: BatchSource,
  replicas: ReplicaGroup,
  options: { readonly rowsAtOnce: number; readonly replicas: number; readonly stop?: StopSignal },
): Promise<Float32Array[]> {
  const { rowsAtOnce } = options;
  const batch = rowsAtOnce * options.replicas;
  const all: Float32Array[] = [];
  const plan = plainPlan(source.rows, batch);
  for await (const { rows, xs } of prefetch(plan, source, { ahead: 1, stop: options.stop })) {
    const size = xs.length / rows.length;
    const parts: { rows: number; xs: Float32Array }[] = [];
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const to = Math.min(rows.length, from + rowsAtOnce);
      parts.push({ rows: to - from, xs: xs.slice(from * size, to * size) });
    }
    for (const logits of await replicas.logits(parts)) {
      for (let at = 0; at < logits.length; at += source.labels) {
        all.push(logits.slice(at, at + source.labels));
      }
    }
  }
  return all;
}

/**
 * Metrics of benign against malignant, each the sum of its labels: `valLoss` (mean
 * cross-entropy, nats), `valAccuracy` (share right at even odds), `valSensitivity` (share of
 * the malignant that are right at even odds; left out where there is none) and `valAuroc`.
 * Loss and AUROC are NaN for logits that are not finite.
 */
export function metricsOf(
  logits: readonly Float32Array[],
  labels: readonly LabelClass[],
  isMalignant: (row: number) => boolean,
): Record<string, number> {
  let loss = 0;
  let right = 0;
  let malignant = 0;
  let found = 0;
  const scored = logits.map((own, row) => {
    const score = malignantMargin(own, labels);
    const margin = isMalignant(row) ? score : -score;
    // −log sigmoid(margin), without overflow.
    loss += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    right += Number(margin > 0);
    malignant += Number(isMalignant(row));
    found += Number(isMalignant(row) && margin > 0);
    return { score, malignant: isMalignant(row) };
  });
  const finite = scored.every(({ score }) => Number.isFinite(score));
  return {
    valLoss: loss / logits.length,
    valAccuracy: right / logits.length,
    ...(malignant > 0 ? { valSensitivity: found / malignant } : {}),
    valAuroc: finite ? auroc(scored).value : NaN,
  };
}
