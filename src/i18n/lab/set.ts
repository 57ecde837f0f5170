// A set of pictures, what was found in it, and its split.
import { count } from './count';

export const set = {
  counts: 'What is in it',
  diagnosis: 'Diagnosis',
  target: 'Class',
  total: 'All',
  none: 'not used',
  imbalance: (times: string, accuracy: string) =>
    `There are ${times} times as many benign pictures as malignant ones. A model that always says benign is right for ${accuracy} of them, so accuracy says nothing here. Look at sensitivity and AUROC, and balance the classes.`,
  few: (n: number) =>
    `There are only ${n} malignant pictures. Figures on a handful of them have wide intervals.`,
  checks: 'What was found',
  alike: (pairs: number) =>
    `${count(pairs, 'pair looks', 'pairs look')} alike: copies of one photo must not stand in two splits. The split below keeps them together.`,
  noAlike: 'No two pictures look alike.',
  comparing: 'Looking for pictures that look alike.',
  flawed: (n: number) => `${count(n, 'picture has', 'pictures have')} a flaw such as blur.`,
  leaks: (n: number) =>
    `${count(n, 'patient or lesion stands', 'patients or lesions stand')} in more than one split. Figures would be too good: draw the split anew.`,
  noLeaks: 'No patient, lesion or look-alike stands in two splits.',
  refused: (n: number) => `${count(n, 'file was', 'files were')} left out`,
  split: 'Split',
  splitLead:
    'Train is learned from, val chooses and calibrates, test is looked at once at the end. Pictures of one patient, lesion or look-alike stay together; every class keeps its share.',
  unsplit: 'Some pictures stand in no split yet.',
  seed: 'Seed',
  valShare: 'Val',
  testShare: 'Test',
  percent: '%',
  draw: 'Draw the split',
  drawn: 'The split is drawn.',
  gallery: 'Pictures',
  show: 'Show',
  showAll: 'All',
  showFlawed: 'With a flaw',
  more: 'Show more',
  toModel: 'Choose a model',
  notReady: 'Train and val need both classes before a model can be trained.',
  picture: (file: string, target: string) => `${target}, ${file}`,
};

export const pairs = {
  show: 'Show the pairs',
  lead: (bits: number, of: number) =>
    `The gist of a picture is kept in ${of} bits. Two that differ in ${bits} or fewer count as one picture. Of several copies each is shown once, beside the one it looks most like.`,
  distance: (bits: number, of: number) =>
    bits === 0 ? `None of ${of} bits differs` : `${bits} of ${of} bits differ`,
  sameFile: 'The same file twice',
  straddles: 'In two splits',
  disagrees: 'In two classes: one label is wrong',
  noSplit: 'no split',
  picture: (target: string, split: string) => `${target}, ${split}`,
  name: (first: string, second: string) => `${first} and ${second}`,
};
