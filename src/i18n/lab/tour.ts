// The paper, live.
import { count } from './count';

export const tour = {
  title: 'The paper, live',
  link: 'Take the paper tour',
  invite:
    'Four experiments of the student paper that this project grew from, trained in front of you: balance, depth, optimizer, learning rate.',
  lead: 'Four questions of the student paper that this project grew from, each trained anew in this tab while you watch. Nothing is a recording: what comes out is what comes out, and it may go against the paper.',
  small:
    'The networks have a quarter of the paper’s filters and see a few hundred pictures of 64 or 128 px, so that a station takes a minute or two. Figures from so few pictures are wide: each result says whether it could be chance.',
  pictures: 'Pictures',
  drawn: 'Drawn spots',
  drawnHint:
    'Twelve in a hundred are drawn as one of the other class would be, on purpose, so that nobody can be right for all: over many such pictures an AUROC of 0.88 is the most there is. They say nothing about skin.',
  ownHint: 'One of your own sets, as it is split. Of a large one some hundred pictures are used.',
  drawing: 'Drawing the pictures, once for all stations',
  draw: 'Draw the pictures',
  drawFirst: 'The stations need pictures. Drawing 390 takes half a minute or so.',
  stations: 'Stations',
  start: (station: string) => `Start: ${station}`,
  goOn: (station: string) => `Go on: ${station}`,
  again: 'Again, with another seed',
  stop: 'Stop',
  stopping: 'Stopping after this step.',
  busy: 'Another station is training. Stop it first.',
  left: 'It stops when you leave this page, and can be gone on with.',
  training: (arm: string, epoch: number, epochs: number) =>
    `Training ${arm}, epoch ${epoch} of ${epochs}`,
  judging: (arm: string) => `Judging ${arm}`,
  preparing: (arm: string) => `Getting ${arm} ready`,
  claims: 'What the paper says',
  sums: 'What its numbers come to',
  look: 'What to look at',
  curves: (station: string) => `Curves: ${station}`,
  table: 'The same as a table',
  figures: 'After the last epoch, on val',
  result: 'What came out',
  seed: (seed: number) => `Seed ${seed}.`,
  openArms: 'The configurations',
  openHint: 'As a run of your own, with the same pictures, to be changed or trained for longer.',
  openArm: (arm: string) => `Open ${arm} in the Lab`,
  column: {
    arm: 'Run',
    accuracy: 'Right',
    found: 'Malignant found',
    auroc: 'AUROC (95 %)',
    valLoss: 'Loss on val',
    rate: 'Last rate',
  },
  rule: 'rule',
  ruleRow: 'Always benign',
  metric: {
    loss: 'Loss on train',
    valLoss: 'Loss on val',
    valAccuracy: 'Right on val',
    valSensitivity: 'Malignant found on val',
    valAuroc: 'AUROC on val',
    learningRate: 'Learning rate',
  },
  arm: {
    '12-1': '12:1',
    '1-1': '1:1',
    '3': '3',
    '5': '5',
    '7': '7',
    sgd: 'SGD',
    adam: 'Adam',
    rmsprop: 'RMSprop',
    halved: 'halved',
    constant: 'constant',
  } as Readonly<Record<string, string>>,
  armInWords: {
    '12-1': 'the 12:1 network',
    '1-1': 'the 1:1 network',
    '3': 'three convolutions',
    '5': 'five convolutions',
    '7': 'seven convolutions',
    sgd: 'SGD',
    adam: 'Adam',
    rmsprop: 'RMSprop',
    halved: 'the halved rate',
    constant: 'the constant rate',
  } as Readonly<Record<string, string>>,
  station: {
    imbalance: {
      title: 'The 12:1 trap',
      claim:
        'With 12 benign pictures to each malignant one the paper’s first network was right for 98 %. The authors saw that this said little, and trained on as many of each.',
      sums: 'At 12:1, always saying benign is right for 92.3 % without a look. The paper’s own headline has the same trouble: 85.72 % of 33,126 pictures, where always saying benign is right for 98.24 %. Counted by class it is 78.19 %: 411 of 584 malignant pictures are found.',
      look: 'Two equal networks see equally many pictures, one 12:1 and one 1:1. Both are judged on the same val pictures, 12:1. Hold the share that is right against the dotted line of the rule “always benign”, then see how many malignant ones were found.',
    },
    depth: {
      title: 'Depth',
      claim:
        'The paper went from no convolution by way of four and five to its final v2.0, and writes of seven.',
      sums: 'All its tables and listings of v2.0 have six, and its 14,714,753 parameters fit six; v1.0 has five where the text says four. Of those parameters 89 in 100 sit in one dense layer behind the convolutions.',
      look: 'Each convolution is followed by a halving, so seven of them need 128 px. More of them see wider, and leave less to the dense layer. See which loss on val falls first, and whether the order at the end is more than chance.',
    },
    optimizer: {
      title: 'Optimizer',
      claim: 'The paper tried SGD, Adam and RMSprop, and prints a learning rate of 0.001.',
      sums: 'Its log shows 2.4414e-08, which is 1e-4 / 4096: no halving of 0.001 leads there, so the last stage went on from 1e-4 or a doubling of it. One rate for three optimizers compares rates; here each has the best of a few that were tried on drawn spots: SGD 0.1, Adam 0.001, RMSprop 0.003.',
      look: 'The same network and pictures three times. Loss on train tells how fast each learns, loss on val what it is good for. An optimizer that learns faster need not end better.',
    },
    plateau: {
      title: 'Plateaus',
      claim:
        'The paper halves the learning rate whenever val stands still, and describes stopping early as well.',
      sums: 'Early stopping is not among the callbacks it lists. Its log ends at a rate of 6e-9, where nothing is learned any more: loss on val stood at 0.4377, and the peak of 88.96 % is the noise of changed training pictures.',
      look: 'The same run twice: halved when loss on val has not fallen for two epochs, or left at 0.001. See where the steps of the rate fall, what the loss does after each, and whether the end differs.',
    },
  },
  finding: {
    imbalance: {
      agrees: 'As the paper says',
      disagrees: 'Not as the paper says',
      unclear: 'Too few malignant pictures to tell',
    },
    depth: {
      agrees: 'Deeper learned more in as many epochs',
      disagrees: 'Deeper learned less in as many epochs',
      unclear: 'Three and seven cannot be told apart',
    },
    optimizer: {
      agrees: 'Adam was the best of the three',
      disagrees: 'Adam was not the best of the three',
      unclear: 'Adam and the next best cannot be told apart',
    },
    plateau: {
      agrees: 'Halving helped',
      disagrees: 'Halving did harm',
      unclear: 'Halved and constant cannot be told apart',
    },
  },
  trap: (says: string, f: TrapWords) =>
    `${says}: trained 12:1 it was right for ${f.accuracy} of ${f.n} val pictures, where always saying benign is right for ${f.rule}, and found ${f.found} of ${f.malignant} malignant ones; trained 1:1 it was right for ${f.evenAccuracy} and found ${f.evenFound} (${f.p}).`,
  compared: (says: string, f: ComparedWords) =>
    `${says}: loss on ${f.n} val pictures was ${f.value} for ${f.favoured} and ${f.other} for ${f.against}, a difference of ${f.difference} (95 % ${f.low} to ${f.high}, ${f.p}); AUROC was ${f.auroc} and ${f.otherAuroc}.`,
  halvings: (n: number, rate: string) =>
    `The rate was halved ${count(n, 'time', 'times')}, down to ${rate}.`,
  once: 'One seed and few pictures: try another seed before you believe it.',
};

interface TrapWords {
  readonly n: number;
  readonly malignant: number;
  readonly accuracy: string;
  readonly rule: string;
  readonly found: number;
  readonly evenAccuracy: string;
  readonly evenFound: number;
  readonly p: string;
}

interface ComparedWords {
  readonly n: number;
  readonly favoured: string;
  readonly against: string;
  readonly value: string;
  readonly other: string;
  readonly auroc: string;
  readonly otherAuroc: string;
  readonly difference: string;
  readonly low: string;
  readonly high: string;
  readonly p: string;
}
