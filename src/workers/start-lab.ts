// Makes the Lab's workers for the page.
import { untilControlled } from './until-controlled';
import estimateUrl from './estimate.worker.ts?worker&url';
import intakeUrl from './intake.worker.ts?worker&url';
import trainingUrl from './training.worker.ts?worker&url';
import type { EstimateWorker } from './estimate-client';
import type { IntakeWorker } from './intake-client';
import type { TrainingWorker } from './training-client';

/** Resolves when workers come with the policy header: to be awaited before one is made. */
export async function untilGuarded(): Promise<void> {
  if (import.meta.env.PROD) await untilControlled(navigator.serviceWorker);
}

export const createIntakeWorker = (): IntakeWorker =>
  new Worker(intakeUrl, { type: 'module', name: 'intake' });

export const createTrainingWorker = (): TrainingWorker =>
  new Worker(trainingUrl, { type: 'module', name: 'training' });

export const createEstimateWorker = (): EstimateWorker =>
  new Worker(estimateUrl, { type: 'module', name: 'estimate' });

/** As many replicas as pay: browsers give no more cores away, and each has a heap. */
export function replicaCount(): number {
  return Math.min(8, Math.max(1, navigator.hardwareConcurrency || 1));
}

/** Absolute URL of the shipped models. */
export function modelsUrl(): string {
  return new URL('models/', document.baseURI).href;
}
