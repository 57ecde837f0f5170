// What the desk says: sets, runs, and the demo.
import { count } from './count';

export const desk = {
  setsTitle: 'Pictures',
  noSets: 'Sets of pictures that you bring appear here.',
  runsTitle: 'Runs',
  noRuns: 'A run is one model being trained. Choose a set of pictures to begin one.',
  demoTitle: 'See it work in a minute',
  demo: 'Draws 120 spots, trains a small head on the shipped network with them, and shows how it did. The spots are drawn: what comes of it says nothing about skin.',
  startDemo: 'Draw and train',
  demoName: 'Drawn spots',
  setWords: (pictures: number, malignant: number) =>
    `${count(pictures, 'picture', 'pictures')}, ${malignant} malignant`,
  incomplete: 'An import that was cut off',
  unreadable: 'Damaged, cannot be read',
  open: 'Open a run or a model',
  openHint: 'A zip that the Lab made, or of a run or bundle of the command line.',
  delete: 'Delete',
  deleteSet: (name: string) => `Delete the set ${name}`,
  deleteRun: (name: string) => `Delete the run ${name}`,
  confirmSet: (name: string) =>
    `Delete “${name}” with all its pictures from this browser? Your own files stay where they are.`,
  confirmRun: (name: string) =>
    `Delete the run “${name}” with its model and its log? If Check uses it, Check goes back to the shipped model.`,
  cancel: 'Keep it',
  bestAuroc: (auroc: string) => `AUROC on val ${auroc}`,
};

export const runState = {
  ready: 'Not begun',
  begun: 'Cut off, can go on',
  alive: 'Training',
  stopped: 'Stopped, can go on',
  finished: 'Finished',
  failed: 'Failed',
};
