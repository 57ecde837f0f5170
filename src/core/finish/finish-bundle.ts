// A trained network → the bundle as it is shipped: stored at its final precision, given a
// gate, and only then calibrated, thresholded and judged, so that every figure is of the
// files.
import { rollup } from 'd3-array';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isLabelled, type Sample } from '../data/manifest';
import { fitCalibration } from '../evaluate/calibration';
import { readBundle, writeBundle, type CardDraft, type ModelBundle } from '../model/bundle';
import { withGate } from '../model/gate';
import { loadModel } from '../model/load';
import type { StoredDtype } from '../model/weights';
import type { LinearModel } from '../train/logistic';
import type { PreprocessSpec } from '../preprocess';
import type { TrainConfig } from '../train/config';
import { cardGateFigures, isWithoutLesion } from '../figures/gate-figures';
import { rate, type ScoredSample } from '../figures/scored';
import { cardEvaluations } from '../figures/sets';
import { exported as exportedFrom, type ExportedNetwork } from '../model/exported';
import { chooseGateThreshold, chooseThresholds } from './choose-thresholds';

/** What of a card is measured, and so belongs to the stored files. */
type Measured = Pick<CardDraft, 'calibration' | 'thresholds' | 'gate' | 'evaluations' | 'judgedOn'>;
/** The rest of a card; `limitations` without what follows from the gate. */
export type CardWords = Omit<CardDraft, keyof Measured>;

/** A trained network and the words of its card. */
export interface TrainedNetwork extends ExportedNetwork {
  readonly words: CardWords;
  readonly stored: StoredDtype;
}

/** How a host runs pictures through a network, and learns a gate from them. */
export interface FinishHost<S extends Sample> {
  /** All samples that can be read, in their order; `what` names them where progress is shown. */
  readonly score: (
    model: LayersModel,
    card: ModelBundle['card'],
    samples: readonly S[],
    what: string,
  ) => Promise<readonly ScoredSample<S>[]>;
  /** Fits a gate on the features of `model`; not asked where there is nothing to learn from. */
  readonly fitGate: (
    model: LayersModel,
    preprocess: PreprocessSpec,
    data: GateData<S>,
  ) => Promise<FittedGate>;
}

/** What a gate learns from. */
export interface GateData<S extends Sample> {
  /** What the classifier learned from: lesions. */
  readonly lesions: readonly S[];
  /** Pictures without a lesion, at least one, and labelled ones of lesions. */
  readonly others: readonly S[];
  readonly seed: number;
}

export interface FittedGate {
  readonly gate: LinearModel;
  /** Log-odds of the other lesions, each by a gate that had not seen its patient or lesion. */
  readonly heldOutScores: readonly number[];
}

export interface FinishOptions<S extends Sample> {
  readonly network: TrainedNetwork;
  readonly promises: TrainConfig['thresholds'];
  /** Benign and malignant ones: val is calibrated on, test judged. */
  readonly samples: readonly S[];
  /** For the gate alone: pictures without a lesion, and more of lesions. None, no gate. */
  readonly gateSamples: readonly S[];
  /** Of the gate's random draws. */
  readonly seed: number;
  /** Whether the test split is judged; else val, and the card says so. */
  readonly judgeTest: boolean;
}

/** A finished bundle. */
export interface Finished<S extends Sample> extends Measured {
  /** By name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What the network gave for the pictures it was judged on. */
  readonly scored: readonly ScoredSample<S>[];
}

const unmeasured: Measured = {
  ...{ calibration: null, thresholds: null, gate: null },
  ...{ evaluations: [], judgedOn: 'val' },
};

/** What earlier cards said of their gate. */
const formerLimits = ['It does not yet recognise pictures that show no skin spot at all.'];
const limitOfGate = {
  with: 'It may turn away a picture of a skin spot, and judge one that shows none; bare skin and plain backgrounds are the hardest.',
  without: 'It does not recognise pictures that show no skin spot at all.',
};

/** The words of a card that is to be measured anew. */
export function wordsOf(card: ModelBundle['card']): CardWords {
  const {
    calibration: _calibration,
    thresholds: _thresholds,
    gate: _gate,
    evaluations: _evaluations,
    judgedOn: _judgedOn,
    files: _files,
    formatVersion: _formatVersion,
    ...words
  } = card;
  const own: readonly string[] = [...Object.values(limitOfGate), ...formerLimits];
  return { ...words, limitations: words.limitations.filter((limit) => !own.includes(limit)) };
}

/** A bundle without a measurement: a model on the way, which says so in its card. */
export function unfinishedFiles(network: TrainedNetwork): Map<string, Uint8Array> {
  return filesOf(network, unmeasured);
}

/**
 * Finishes a bundle.
 * @throws CoreError `bundle-malformed` for a network that does not fit its card; RangeError
 * where val lacks a class.
 */
export async function finishBundle<S extends Sample>(
  options: FinishOptions<S>,
  host: FinishHost<S>,
): Promise<Finished<S>> {
  const { samples, gateSamples, promises, judgeTest } = options;
  const { network, heldOutScores } = await addGate(options, host);
  const hasGate = heldOutScores !== null;
  // Read back as stored: float16 moves single activations, and calibration must see that.
  // Any threshold will do to be loaded with; nothing is judged by it.
  const anyGate = hasGate ? { threshold: 0, rule: 'Not chosen yet.', judged: [] } : null;
  const { card, model } = await load(filesOf(network, { ...unmeasured, gate: anyGate }));
  const score = (all: readonly S[], split: string, what: string) =>
    host.score(...([model, card, all.filter((sample) => sample.split === split), what] as const));

  const val = await score(samples, 'val', 'val');
  const calibration = fitCalibration(
    val.map(({ sample, margin }) => ({ margin, malignant: sample.target === 'malignant' })),
  );
  const rated = (rows: readonly ScoredSample[]) => rows.map((row) => rate(row, calibration));
  const thresholds = chooseThresholds(promises, rated(val));
  const gateVal = hasGate ? await score(gateSamples, 'val', 'val for the gate') : [];
  // Those without a label are for judging alone.
  const otherLesions = gateVal.filter(({ sample }) => isLabelled(sample));
  const chosen = hasGate
    ? chooseGateThreshold(scoresOf(val), [...scoresOf(otherLesions), ...heldOutScores])
    : null;
  const gate = chosen && { ...chosen, rule: `${sourcesOf(samples, gateSamples)} ${chosen.rule}` };

  const main = judgeTest ? await score(samples, 'test', 'test') : val;
  const others =
    judgeTest && gate ? await score(gateSamples, 'test', 'test for the gate') : gateVal;
  model.dispose();
  const pictures = judgeTest
    ? 'Test pictures'
    : 'Validation pictures (used to choose and calibrate, so too good)';
  const evaluations = cardEvaluations(pictures, rated(main), thresholds);
  const judged = gate ? cardGateFigures(pictures, main, others, gate.threshold) : [];

  const measured: Measured = {
    ...{ calibration, thresholds, gate: gate && { ...gate, judged } },
    ...{ evaluations, judgedOn: judgeTest ? 'test' : 'val' },
  };
  return { ...measured, files: filesOf(network, measured), scored: main };
}

// The network with its gate, and how other lesions look to gates that did not learn from
// them; the network as it is, and null, where there is nothing to learn a gate from.
async function addGate<S extends Sample>(
  { network, samples, gateSamples, seed }: FinishOptions<S>,
  host: FinishHost<S>,
): Promise<{
  readonly network: TrainedNetwork;
  readonly heldOutScores: readonly number[] | null;
}> {
  const ofTrain = (all: readonly S[]) => all.filter(({ split }) => split === 'train');
  const others = ofTrain(gateSamples);
  if (!others.some(isWithoutLesion)) return { network, heldOutScores: null };
  const { card, model } = await load(unfinishedFiles(network));
  const { gate, heldOutScores } = await host.fitGate(model, card.preprocess, {
    lesions: ofTrain(samples),
    others,
    seed,
  });
  const weights = [...network.weights, ...gateWeights(gate)];
  const gated = exportedFrom(
    withGate(model, gate),
    new Map(weights.map((weight) => [weight.name, weight])),
  );
  return { network: { ...network, ...gated }, heldOutScores };
}

function gateWeights({ weights, bias }: LinearModel) {
  return [
    { name: 'lesion_gate/kernel', shape: [weights.length, 1], values: weights },
    { name: 'lesion_gate/bias', shape: [1], values: Float32Array.of(bias) },
  ];
}

async function load(files: ReadonlyMap<string, Uint8Array>) {
  const bundle = await readBundle(async (name) => files.get(name)!);
  return { card: bundle.card, model: await loadModel(bundle) };
}

function filesOf({ words, topology, weights, stored }: TrainedNetwork, measured: Measured) {
  const limit = measured.gate ? limitOfGate.with : limitOfGate.without;
  const card = { ...words, ...measured, limitations: [...words.limitations, limit] };
  return writeBundle(card, topology, weights, stored);
}

// What the gate learned from beside the training pictures, with whom to thank.
function sourcesOf(samples: readonly Sample[], gateSamples: readonly Sample[]): string {
  const train = gateSamples.filter(({ split }) => split === 'train');
  const counted = (own: readonly Sample[]) =>
    [
      ...rollup(
        own,
        (rows) => rows.length,
        ({ source }) => source,
      ),
    ]
      .map(([source, n]) => `${source} ${n}`)
      .join(', ');
  const without = train.filter(isWithoutLesion);
  const lesions = train.filter(isLabelled);
  const more =
    lesions.length > 0 ? ` and ${lesions.length} more of lesions (${counted(lesions)})` : '';
  const masked = samples.some(({ split, mask }) => split === 'train' && mask !== '');
  const skin = masked ? ', skin cut out of training pictures beside their lesions' : '';
  return `Learned from ${without.length} pictures without a lesion (${counted(without)})${skin}${more}, beside training pictures and drawn ones.`;
}

function scoresOf(rows: readonly ScoredSample[]): number[] {
  return rows.map(({ output }) => output.gate!);
}
