// Gets the card of the model that runs.
import type { Inference } from '../../services';
import type { WorkerReady } from '../../workers/protocol';

export type AboutState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly model: WorkerReady['model'] }
  | { readonly kind: 'failed'; readonly detail: string };

export class AboutModel {
  state = $state.raw<AboutState>({ kind: 'loading' });
  readonly #inference: Pick<Inference, 'ready'>;

  constructor(inference: Pick<Inference, 'ready'>) {
    this.#inference = inference;
  }

  async load(): Promise<void> {
    this.state = { kind: 'loading' };
    try {
      const { model } = await this.#inference.ready();
      this.state = { kind: 'ready', model };
    } catch (error) {
      this.state = { kind: 'failed', detail: (error as Error).message };
    }
  }
}
