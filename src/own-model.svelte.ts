// Which model Check uses: the shipped one, or one of the person's own from the Lab.
import type { Inference, OwnModelChoice } from './services';
import { ownModel, useInCheck } from './storage/lab/own-model';

/** Reads the choice of earlier visits; `inference` begins anew when it changes. */
export function openOwnModel(inference: Inference): OwnModelChoice {
  let name = $state.raw<string | null>(null);
  let runId = $state.raw<string | null>(null);
  const read = async () => {
    const own = await ownModel();
    [name, runId] = [own?.name ?? null, own?.runId ?? null];
  };
  void read();
  return {
    get name() {
      return name;
    },
    get runId() {
      return runId;
    },
    async use(chosen) {
      const used = await useInCheck(chosen);
      inference.reload();
      await read();
      return used.kind === 'done';
    },
  };
}
