// The words of the Lab. It is a tool for people who read papers, and in English only so
// far: its pages say so in the other languages. Loaded with the Lab, not with the app.
import { bring, refusal, camera, grow } from './lab/bring';
import { model, choose } from './lab/choose';
import { desk, runState } from './lab/desk';
import { folds } from './lab/folds';
import { judge, compare } from './lab/judge';
import { run, note, ship, carry } from './lab/run';
import { set, pairs } from './lab/set';
import { tour } from './lab/tour';

export const lab = {
  title: 'Lab',
  lead: 'Train a small model on your own pictures, judge it honestly, and take it with you. Everything happens in this browser: no picture leaves the device.',
  steps: 'Steps of the Lab',
  step: {
    pictures: 'Pictures',
    split: 'Split',
    model: 'Model',
    train: 'Train',
    judge: 'Judge',
    ship: 'Ship',
  },
  research:
    'For research and education. A model trained here is not a medical device, and nobody but you has checked it.',
  broken: (reason: string) => `That did not work: ${reason}.`,
  again: 'Try again',
  loading: 'Opening the Lab.',
  notOpened: (reason: string) => `The storage of this browser cannot be opened: ${reason}.`,
  gone: 'That is not here: it was deleted, or the address belongs to another device.',
  toDesk: 'Back to the desk',

  desk,
  runState,
  bring,
  refusal,
  camera,
  grow,
  set,
  pairs,
  folds,
  model,
  choose,
  run,
  note,
  ship,
  carry,
  judge,
  compare,
  tour,
};
