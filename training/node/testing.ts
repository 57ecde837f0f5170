// For tests only, as a process of its own (Dawn holds the event loop open, and the place
// of its driver must be known from the start): trains a tiny network on a backend and
// prints its losses. `tsx training/node/testing.ts webgpu folded`
import { openLocalReplica } from '../../src/core/train/replicas/local';
import { tinyNetworks, trainTiny } from '../../src/core/train/testing';
import type { BackendChoice } from '../../src/engine/backend';
import { openNodeBackend } from './backend';

/** What is printed, as JSON. */
export type PrintedRun =
  | { readonly kind: 'trained'; readonly detail: string; readonly losses: readonly number[] }
  | { readonly kind: 'no-backend'; readonly why: string };

const [choice, network] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await train()), () => process.exit(0));

async function train(): Promise<PrintedRun> {
  const { backend, detail, fellBack, verdicts } = await openNodeBackend(choice as BackendChoice);
  if (fellBack) return { kind: 'no-backend', why: verdicts[0].detail };
  const { losses } = await trainTiny({
    network: tinyNetworks[network as keyof typeof tinyNetworks],
    open: () => openLocalReplica({ backend, detail, heapBytes: () => 0 }),
  });
  return { kind: 'trained', detail, losses };
}
