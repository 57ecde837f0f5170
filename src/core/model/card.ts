// The card that travels beside a model's weights: what it is, how to feed it, how to
// read it, what it was measured to do, and the hash of every file.
import * as v from 'valibot';
import { CoreError } from '../errors';
import { calibrationSchema } from '../evaluate/calibration';
import { preprocessSpecSchema } from '../preprocess';

/** The bundle format this code writes. It reads this one and the ones before. */
export const FORMAT_VERSION = 5;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(4000));

/** A measured figure with its 95 % interval. */
const intervalSchema = v.strictObject({ value: share, low: share, high: share });

/** How many turned views an answer is the mean of. */
export const turnsSchema = v.picklist([1, 4, 8]);

/** Shares of the square's side, the whole first. */
export const zoomsSchema = v.pipe(
  v.array(v.pipe(v.number(), v.minValue(0.3), v.maxValue(1))),
  v.maxLength(3),
  v.check(([first]) => first === 1, 'the first must be 1, the whole square'),
  v.check((zooms) => new Set(zooms).size === zooms.length, 'no zoom may occur twice'),
);

const thresholdSchema = v.strictObject({
  /** Calibrated probability, in [0, 1]. */
  value: share,
  /** How it was chosen, in words, with the set it was chosen on. */
  rule: text,
  /**
   * At most this share of pictures of the other class lands on this side, for new pictures
   * like those it was chosen on (class-conditional conformal, `core/evaluate/conformal`):
   * false alarms of `attend`, misses of `quiet`. null: nothing was promised.
   */
  promised: v.nullable(share),
});

const gateSchema = v.strictObject({
  /** Log-odds that the picture shows a skin spot; below it, the picture is not judged. */
  threshold: v.pipe(v.number(), v.finite()),
  rule: text,
  /** How many pictures of each set it turns away. */
  judged: v.array(v.strictObject({ set: text, n: count, rejected: intervalSchema })),
});

const evaluationSchema = v.strictObject({
  /** Which pictures, in words. */
  set: text,
  n: count,
  malignant: count,
  auroc: intervalSchema,
  /** At `thresholds.attend`. */
  sensitivity: intervalSchema,
  specificity: intervalSchema,
  /** Malignant pictures that fell below `thresholds.quiet`: the misses of a quiet answer. */
  quietMissRate: intervalSchema,
  /** Share of all pictures per outcome. */
  outcomes: v.strictObject({ attend: share, unsure: share, quiet: share }),
  ece: share,
  brier: share,
});

/** Format v5. Every field is required, so that nothing is missing silently. */
export const cardSchema = v.strictObject({
  formatVersion: v.literal(FORMAT_VERSION),
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)),
  version: text,
  description: text,
  intendedUse: text,
  outOfScope: v.array(text),
  limitations: v.array(text),
  /** One per output of the network, in order. */
  labels: v.pipe(
    v.array(v.strictObject({ name: text, malignant: v.boolean() })),
    v.minLength(2),
    v.check(
      (labels) => labels.some((l) => l.malignant) && labels.some((l) => !l.malignant),
      'labels need a malignant and a benign one',
    ),
  ),
  preprocess: preprocessSpecSchema,
  /**
   * The network looks at this many of the eight turned and mirrored views of a picture, the
   * plain one first; what counts is the mean of its outputs. 1: only at the plain one.
   */
  turns: turnsSchema,
  /**
   * It looks at the square, and at squares about the same middle with these shares of its
   * side, at each in all turns. [1]: only at the whole square.
   */
  zooms: zoomsSchema,
  /** null: the model has none, and its outputs must not be shown as probabilities. */
  calibration: v.nullable(calibrationSchema),
  /** null exactly when there is no calibration. */
  thresholds: v.nullable(
    v.pipe(
      v.strictObject({ attend: thresholdSchema, quiet: thresholdSchema }),
      v.check((t) => t.quiet.value <= t.attend.value, 'quiet must not lie above attend'),
    ),
  ),
  /** The network's second output tells pictures that show no skin spot; null: it has none. */
  gate: v.nullable(gateSchema),
  /** One entry per judged set: first pooled, then by source. */
  evaluations: v.array(evaluationSchema),
  /** The split of `evaluations`. On val it was also chosen and calibrated: they are too good. */
  judgedOn: v.picklist(['test', 'val']),
  provenance: v.strictObject({
    /** Training pictures: what, how many, from where, under which licences. */
    trainingData: text,
    trainingPictures: count,
    backbone: text,
    config: v.string(),
    seed: v.number(),
    createdAt: text,
    /** Licence of the weights. */
    weightsLicence: text,
  }),
  /** SHA-256 (hex) and size of every other file of the bundle. */
  files: v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)),
    v.strictObject({
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      sizeBytes: count,
    }),
  ),
});
export type ModelCard = Readonly<v.InferOutput<typeof cardSchema>>;
export type Evaluation = ModelCard['evaluations'][number];
export type Gate = NonNullable<ModelCard['gate']>;

/**
 * Checks a card of unknown origin, of this format or an earlier one, which is brought up.
 * @throws CoreError `bundle-unknown-version` or `bundle-malformed`, naming the field.
 */
export function parseCard(value: unknown): ModelCard {
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (!isKnown(version)) {
    throw new CoreError(
      'bundle-unknown-version',
      `this app reads model formats 1 to ${FORMAT_VERSION}, the card says ${JSON.stringify(version)}`,
    );
  }
  let card = value as object;
  if (version === 1) card = fromVersion1(card);
  if (version < 3) card = fromVersion2(card);
  if (version < 4) card = fromVersion3(card);
  if (version < FORMAT_VERSION) card = fromVersion4(card);
  const result = v.safeParse(cardSchema, card);
  if (!result.success) {
    const [issue] = result.issues;
    throw new CoreError(
      'bundle-malformed',
      `card field "${v.getDotPath(issue) ?? ''}": ${issue.message}`,
    );
  }
  if ((result.output.calibration === null) !== (result.output.thresholds === null)) {
    throw new CoreError(
      'bundle-malformed',
      'card fields "calibration" and "thresholds" must both be given or both be null',
    );
  }
  return result.output;
}

// v1 knew no gate and promised nothing.
function fromVersion1(card: { readonly thresholds?: unknown }): object {
  const { thresholds } = card;
  const isGiven = typeof thresholds === 'object' && thresholds !== null;
  return {
    ...card,
    gate: null,
    thresholds: isGiven
      ? Object.fromEntries(
          Object.entries(thresholds).map(([name, of]) => [name, { ...of, promised: null }]),
        )
      : thresholds,
  };
}

// v2 looked at the plain picture only.
function fromVersion2(card: object): object {
  return { ...card, turns: 1 };
}

// v3 looked at the whole square only.
function fromVersion3(card: object): object {
  return { ...card, zooms: [1] };
}

// v4 said it in the names of its sets only.
function fromVersion4(card: { readonly evaluations?: unknown }): object {
  const [first] = Array.isArray(card.evaluations) ? (card.evaluations as { set?: unknown }[]) : [];
  const isOfVal = String(first?.set).startsWith('Validation pictures');
  return { ...card, formatVersion: FORMAT_VERSION, judgedOn: isOfVal ? 'val' : 'test' };
}

function isKnown(version: unknown): version is number {
  return Number.isInteger(version) && 1 <= Number(version) && Number(version) <= FORMAT_VERSION;
}
