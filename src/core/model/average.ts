// Several networks as one whose logits are the mean of theirs: what they are wrong about
// differs, and the mean is wrong less often (Lakshminarayanan et al. 2017). Each keeps its
// trunk, and a head its hidden layers; what their last layers take stands side by side
// before one dense layer, so that stock tfjs loads the whole.
import * as v from 'valibot';
import { CoreError } from '../errors';
import type { ModelCard } from './card';
import type { NamedWeight } from './weights';

type Labels = ModelCard['labels'];

/** A network without a gate, as a bundle holds it. */
export interface AverageMember {
  /** A functional model that ends in a dense layer, the logits. */
  readonly topology: object;
  readonly weights: readonly NamedWeight[];
  readonly labels: Labels;
}

const layerSchema = v.looseObject({
  name: v.string(),
  class_name: v.string(),
  config: v.looseObject({ name: v.string() }),
  inbound_nodes: v.array(v.array(v.looseTuple([v.string(), v.number(), v.number()]))),
});
const topologySchema = v.looseObject({
  config: v.looseObject({
    layers: v.array(layerSchema),
    output_layers: v.tuple([v.looseTuple([v.string()])]),
  }),
});
type Layer = v.InferOutput<typeof layerSchema>;

const FEATURES = 'features';
const LOGITS = 'logits';

/**
 * The mean of two or more networks, for `labels`. A member has these labels itself, or one
 * benign and one malignant one, which then speak for all benign and all malignant ones.
 * @throws CoreError `config-invalid` for members that cannot be averaged.
 */
export function averageNetworks(
  members: readonly AverageMember[],
  labels: Labels,
): { readonly topology: object; readonly weights: readonly NamedWeight[] } {
  if (members.length < 2) throw invalid('an average needs two networks or more');
  const parts = members.map((member, i) => partOf(member, labels, `net${i + 1}_`));
  const [first] = parts;
  for (const { input } of parts) {
    const [shape, wanted] = [input, first.input].map(({ config }) =>
      JSON.stringify(config.batch_input_shape),
    );
    if (shape !== wanted) throw invalid(`one network takes ${shape}, the first ${wanted}`);
  }
  const features: Layer = {
    name: FEATURES,
    class_name: 'Concatenate',
    config: { axis: -1, name: FEATURES, trainable: true },
    inbound_nodes: [parts.map(({ pooled }) => [pooled, 0, 0, {}])],
  };
  const logits: Layer = {
    ...first.logits,
    name: LOGITS,
    config: { ...first.logits.config, name: LOGITS, units: labels.length },
    inbound_nodes: [[[FEATURES, 0, 0, {}]]],
  };
  return {
    topology: {
      ...members[0].topology,
      config: {
        name: 'average',
        layers: [first.input, ...parts.flatMap(({ trunk }) => trunk), features, logits],
        input_layers: [[first.input.name, 0, 0]],
        output_layers: [[LOGITS, 0, 0]],
      },
    },
    weights: [...parts.flatMap(({ weights }) => weights), ...meanLogits(parts, labels.length)],
  };
}

interface Part {
  readonly input: Layer;
  /** All layers between input and logits, under their new names. */
  readonly trunk: readonly Layer[];
  /** The trunk's last layer. */
  readonly pooled: string;
  readonly logits: Layer;
  /** Of the trunk. */
  readonly weights: readonly NamedWeight[];
  /** [features, labels], row-major. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

function partOf(
  { topology, weights, labels }: AverageMember,
  wanted: Labels,
  prefix: string,
): Part {
  const result = v.safeParse(topologySchema, topology);
  if (!result.success) throw invalid('a network is not a functional model with one output');
  const { layers, output_layers } = result.output.config;
  const inputs = layers.filter(({ class_name }) => class_name === 'InputLayer');
  const [input] = inputs;
  const logits = layers.find(({ name }) => name === output_layers[0][0]);
  if (inputs.length !== 1 || logits?.class_name !== 'Dense') {
    throw invalid('a network has more inputs than one, or does not end in a dense layer');
  }

  const renamed = (name: string) => (name === input.name ? name : prefix + name);
  const trunk = layers
    .filter((layer) => layer !== input && layer !== logits)
    .map((layer): Layer => ({
      ...layer,
      name: renamed(layer.name),
      config: { ...layer.config, name: renamed(layer.name) },
      inbound_nodes: layer.inbound_nodes.map((node) =>
        node.map(([name, ...rest]) => [renamed(name), ...rest]),
      ),
    }));
  const columns = columnsOf(labels, wanted);
  const spread = (name: string) => {
    const values = weights.find((weight) => weight.name === `${logits.name}/${name}`)?.values;
    if (!values) throw invalid(`a network has no ${logits.name}/${name}`);
    const rows = values.length / labels.length;
    return Float32Array.from({ length: rows * wanted.length }, (_, i) => {
      const row = Math.floor(i / wanted.length);
      return values[row * labels.length + columns[i % wanted.length]];
    });
  };
  return {
    input,
    trunk,
    pooled: renamed(logits.inbound_nodes[0][0][0]),
    logits,
    weights: weights
      .filter(({ name }) => !name.startsWith(`${logits.name}/`))
      .map((weight) => ({ ...weight, name: prefix + weight.name })),
    kernel: spread('kernel'),
    bias: spread('bias'),
  };
}

/** Which of a member's labels speaks for each of the wanted ones. */
function columnsOf(labels: Labels, wanted: Labels): number[] {
  if (JSON.stringify(labels) === JSON.stringify(wanted)) return wanted.map((_label, i) => i);
  if (labels.length === 2) {
    return wanted.map((label) =>
      labels.findIndex(({ malignant }) => malignant === label.malignant),
    );
  }
  throw invalid(`a network has the labels ${labels.map(({ name }) => name).join(', ')}`);
}

// Each kernel by one over how many there are, one below the other.
function meanLogits(parts: readonly Part[], labels: number): NamedWeight[] {
  const kernel = parts.flatMap((part) => Array.from(part.kernel, (w) => w / parts.length));
  const bias = Array.from({ length: labels }, (_, label) =>
    parts.reduce((sum, part) => sum + part.bias[label] / parts.length, 0),
  );
  return [
    {
      name: `${LOGITS}/kernel`,
      shape: [kernel.length / labels, labels],
      values: Float32Array.from(kernel),
    },
    { name: `${LOGITS}/bias`, shape: [labels], values: Float32Array.from(bias) },
  ];
}

function invalid(message: string): CoreError {
  return new CoreError('config-invalid', message);
}
