// Makes the Lab's workers for the page.
import { openWorker } from './open-worker';
import estimateUrl from './estimate.worker.ts?worker&url';
import intakeUrl from './intake.worker.ts?worker&url';
import trainingUrl from './training.worker.ts?worker&url';
import type { EstimateWorker } from './estimate-client';
import type { IntakeWorker } from './intake-client';
import type { TrainingWorker } from './training-client';

export const createIntakeWorker = (): IntakeWorker => openWorker(intakeUrl, 'intake');

export const createTrainingWorker = (): TrainingWorker => openWorker(trainingUrl, 'training');

export const createEstimateWorker = (): EstimateWorker => openWorker(estimateUrl, 'estimate');

/** As many replicas as pay: browsers give no more cores away, and each has a heap. */
export function replicaCount(): number {
  return Math.min(8, Math.max(1, navigator.hardwareConcurrency || 1));
}

/** Absolute URL of the shipped models. */
export function modelsUrl(): string {
  return new URL('models/', document.baseURI).href;
}
