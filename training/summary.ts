// npm run summary -- NETWORK [--size PX] [--labels N] [--padding valid|same]: what a network
// is made of, layer by layer, as Keras prints it.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Argument, Command, Option } from 'commander';
import { buildCnn } from '../src/core/model/cnn';
import { type CnnSpec } from '../src/core/model/cnn-spec';
import { buildClassifier } from '../src/core/model/mobilenet-v2';
import { cnnOfDepth, paperNetworks } from '../src/core/model/paper-networks';
import { openNodeBackend } from './node/backend';
import { runCommand, wholeNumber } from './node/cli';

const depths = [3, 4, 5, 6, 7];
const cnns: Readonly<Record<string, CnnSpec>> = {
  ...paperNetworks,
  ...Object.fromEntries(depths.map((depth) => [`cnn-depth-${depth}`, cnnOfDepth(depth, 'valid')])),
};
const MOBILENET = 'mobilenet-v2';
/** The whole of it, as published, but for the labels. */
const mobileNet = { lastBlock: 16, topChannels: 1280 };
/** What the paper and MobileNetV2's authors fed them. */
const PAPER_PX = 500;
const MOBILENET_PX = 224;

interface Options {
  size?: number;
  labels: number;
  padding?: CnnSpec['padding'];
}

new Command('summary')
  .description('Prints the layers of a network, their output shapes and parameters.')
  .addArgument(new Argument('<network>', 'which').choices([...Object.keys(cnns), MOBILENET]))
  .option('--size <px>', "side of the pictures; the authors' own without", wholeNumber)
  .option('--labels <n>', 'how many it tells apart', wholeNumber, 2)
  .addOption(new Option('--padding <kind>', 'of convolutions').choices(['valid', 'same']))
  .action((name: string, options: Options) => runCommand(() => summary(name, options)))
  .parse();

async function summary(name: string, options: Options): Promise<void> {
  await openNodeBackend('cpu');
  const model = build(name, options);
  model.summary(undefined, undefined, (line: string) => console.log(line));
  model.dispose();
}

function build(name: string, { size, labels, padding }: Options): LayersModel {
  if (name === MOBILENET) {
    return buildClassifier({ ...mobileNet, sizePx: size ?? MOBILENET_PX, labels });
  }
  const spec = cnns[name];
  return buildCnn({ ...spec, padding: padding ?? spec.padding, sizePx: size ?? PAPER_PX, labels });
}
