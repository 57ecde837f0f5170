// A run: how it goes, and how it is taken along.
import { count } from './count';

export const run = {
  notBegun: 'It has not begun.',
  begin: 'Start training',
  goOn: 'Go on',
  pause: 'Pause',
  resume: 'Go on',
  stop: 'Stop, go on later',
  end: 'End now, keep the best',
  elsewhere: 'This run is being trained in another tab.',
  cutOff: 'It was cut off, by a reload or a crash. It goes on from its last checkpoint.',
  failed: (reason: string) => `It failed: ${reason}.`,
  preparing: 'Getting ready.',
  stage: {
    features: (of: string) => `Features of ${of}`,
    activations: (of: string) => `Activations of ${of}`,
    judging: (of: string) => `Judging ${of}`,
  },
  progress: (done: number, total: number) => `${done} of ${total}`,
  backend: 'Runs on',
  fellBack: (asked: string) => `${asked} was asked for and is not to be had here.`,
  epochOf: (epoch: number, epochs: number) => `Epoch ${epoch} of ${epochs}`,
  speed: 'Speed',
  perSecond: (n: string) => `${n} pictures a second`,
  left: 'Time left',
  minutes: (n: number) => (n < 1 ? 'less than a minute' : `about ${count(n, 'minute', 'minutes')}`),
  rate: 'Learning rate',
  memory: 'Memory of a replica',
  replaced: (reason: string) => `A replica was replaced: ${reason}.`,
  curves: 'Curves',
  loss: 'Loss',
  trainLoss: 'train',
  valLoss: 'val',
  auroc: 'AUROC on val',
  epoch: 'Epoch',
  table: 'The same as a table',
  noCurves: 'Curves appear after the first epoch.',
  awake: 'The screen stays on while it trains.',
  configuration: 'Configuration',
  noPictures:
    'The pictures of this run are not here, so it cannot be judged or go on. Its card, which “About the model” shows once Check uses it, has its figures.',
};

export const note = {
  title: 'Note',
  saved: 'Kept.',
  notSaved: 'That could not be kept: the storage of this browser did not take it.',
};

export const ship = {
  title: 'Take it with you',
  lead: 'A zip with the model, its card, its config, its log, its checkpoint and the table of its pictures. The Node script’s evaluate opens the bundle inside.',
  download: 'Download the run',
  useTitle: 'Use it in Check',
  useLead:
    'Check then answers with this model on this device, and says so on every page. It has no gate, so it judges pictures of anything, and its figures come from the pictures that chose it.',
  use: 'Use it in Check',
  inUse: 'Check uses this model.',
  notKept: 'The browser cannot remember that: its storage did not work.',
};

export const carry = {
  title: 'Go on elsewhere',
  lead: 'A zip with the checkpoint, the configuration, the logs and the table of the pictures. The pictures are not in it: whoever goes on has them already. The Lab of another browser opens it from its desk.',
  inNode:
    'In Node: unpack it as RUN, and give the folder of the same pictures. The run’s own table says which of them are train, val and test.',
  noMatch: (n: number) =>
    `This run was trained on ${count(n, 'picture', 'pictures')}, and no set here holds them all with the same names, sizes and classes. Bring them on the desk, then open this run again: it goes on from its checkpoint.`,
  noPictures: 'The pictures of this run are gone, so it cannot go on.',
};
