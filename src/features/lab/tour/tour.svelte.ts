// The tour as a page has it: one station at a time trains, arm after arm, with the worker
// and the storage of any run, so a page that goes away leaves what can be gone on with.
import type { RunPicture } from '../../../core/run/picture-table';
import { PICTURES_FILE, writePictureTable } from '../../../core/run/picture-table';
import { tourArms, type StationName, type TourArm } from '../../../core/run/paper-tour';
import type { Finding } from '../../../core/run/tour-findings';
import { encodeUtf8 } from '../../../core/text';
import type { BackendChoice } from '../../../engine/backend';
import { deleteRun, readRun, saveRun, saveRunFiles, type LabRun } from '../../../storage/lab/runs';
import { tourId, type LabSet } from '../../../storage/lab/sets';
import { claimSet } from '../claim-set';
import { liveRun, train, type LiveRun } from '../live-runs.svelte';
import { newRun } from '../new-run';
import { judgedStation, type ArmRun } from './judged-station';
import { keptCopy } from './tour-set';

const FIRST_SEED = 1;

/** A station on one set of pictures. */
export class Station {
  arms = $state.raw<readonly ArmRun[]>([]);
  finding = $state.raw<Finding | null>(null);
  failure = $state.raw<string | null>(null);
  isRunning = $state.raw(false);
  isLoaded = $state.raw(false);
  /** The arm that trains. */
  live = $state.raw<LiveRun | null>(null);
  seed = $state.raw(FIRST_SEED);
  #isLeft = false;

  constructor(
    readonly name: StationName,
    readonly set: LabSet,
  ) {
    void this.load();
  }

  /** Something is there to go on with. */
  get isBegun(): boolean {
    return this.arms.some(({ run }) => run !== null);
  }

  get isDone(): boolean {
    return this.arms.length > 0 && this.arms.every(({ run }) => run?.state === 'finished');
  }

  /** Reads how its runs stand. */
  async load(): Promise<void> {
    const names = tourArms(this.name, this.set.pictures, FIRST_SEED).map(({ name }) => name);
    const runs = await Promise.all(names.map((name) => readRun(this.#idOf(name))));
    // Those of another set do not count.
    const own = runs.map((run) => (run?.setId === this.set.id ? run : null));
    const config = own.find((run) => run !== null)?.config;
    if (config !== undefined) this.seed = seedOf(config);
    const arms = tourArms(this.name, this.set.pictures, this.seed);
    this.arms = arms.map((arm, i) => ({ arm, id: this.#idOf(arm.name), run: own[i] }));
    if (this.isDone) this.finding = await judgedStation(this.name, this.arms);
    this.isLoaded = true;
  }

  /** Begins, or goes on with what is not finished. */
  async start(backend: BackendChoice): Promise<void> {
    if (this.isRunning) return;
    [this.isRunning, this.failure, this.#isLeft] = [true, null, false];
    try {
      for (const { arm, id } of this.arms) {
        if (this.#isLeft) break;
        await this.#trainArm(arm, id, backend);
      }
    } catch (error) {
      this.failure = (error as Error).message;
    } finally {
      this.isRunning = false;
      this.live = null;
      await this.load();
    }
  }

  /** Forgets what came of it, and begins with another seed. */
  async again(backend: BackendChoice): Promise<void> {
    const next = this.seed + 1;
    for (const { id } of this.arms) await deleteRun(id);
    this.finding = null;
    this.seed = next;
    const arms = tourArms(this.name, this.set.pictures, next);
    this.arms = arms.map((arm) => ({ arm, id: this.#idOf(arm.name), run: null }));
    await this.start(backend);
  }

  /** Ends after the step at hand; it can be gone on with. */
  stop(): void {
    this.#isLeft = true;
    this.live?.stop();
  }

  async #trainArm(arm: TourArm, id: string, backend: BackendChoice): Promise<void> {
    // One that was told to stop may still be at its last step.
    await liveRun(id)?.whenEnded;
    let run = await readRun(id);
    if (run?.setId !== this.set.id || seedOf(run.config) !== arm.config.seed) {
      await deleteRun(id);
      run = { ...newRun(arm.config, this.set.id), id };
      await keep(run, arm.pictures);
    }
    if (run.state === 'finished') return;
    if (this.#isLeft) return;
    const live = train(id, backend);
    this.live = live;
    const state = await live.whenEnded;
    await this.load();
    if (state === 'stopped') this.#isLeft = true;
    if (state === 'failed' || state === 'begun') {
      throw new Error(live.ended?.reason ?? 'it ended');
    }
  }

  /** A run of one's own with the config and the pictures of an arm, not begun. */
  async opened({ config, pictures }: TourArm): Promise<string> {
    const run = newRun(config, '');
    await keep(run, pictures);
    const claim = await claimSet(run.id);
    // Nobody has this drawn set among their own yet.
    if (claim.kind !== 'found') await saveRun({ ...run, setId: (await keptCopy(this.set)).id });
    return run.id;
  }

  #idOf(arm: string): string {
    return tourId(`${this.name}-${arm}`);
  }
}

function seedOf(config: string): number {
  const { seed } = JSON.parse(config) as { seed: unknown };
  return typeof seed === 'number' ? seed : FIRST_SEED;
}

async function keep(run: LabRun, pictures: readonly RunPicture[]): Promise<void> {
  const table = encodeUtf8(writePictureTable(pictures));
  const kept = [
    await saveRun(run),
    await saveRunFiles(run.id, new Map([[PICTURES_FILE, table]])),
  ].find(({ kind }) => kind === 'not-done');
  if (kept?.kind === 'not-done') throw new Error(kept.detail);
}
