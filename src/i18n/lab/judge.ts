// How a run did, by itself and beside others.
import { count } from './count';

export const judge = {
  title: 'How it did',
  onVal: (n: number, malignant: number) =>
    `On ${n} val pictures, ${malignant} of them malignant. They also chose the epoch and the thresholds, so these figures are a little too good.`,
  auroc: 'AUROC',
  which: 'Which pictures',
  split: { val: 'Val', test: 'Test' },
  onTest: (n: number, malignant: number, looks: number) =>
    `On ${n} test pictures, ${malignant} of them malignant, which nothing was chosen by. They were looked at ${count(looks, 'time', 'times')}: choose anything by these figures, and they are too good as well.`,
  testLead:
    'The test pictures are for once, at the very end. Look at them when you will change nothing more; the Lab counts how often you do.',
  lookAtTest: 'Judge on the test pictures',
  stopTest: 'Stop, without looking',
  threshold: 'Flag from a probability of',
  missed: (missed: number, of: number, range: string) =>
    `Misses ${missed} of ${of} malignant pictures: ${range}.`,
  alarms: (alarms: number, of: number, range: string) =>
    `Flags ${alarms} of ${of} benign pictures: ${range}.`,
  range: (value: number, low: number, high: number) =>
    `${value} of 100, and on new pictures like these between ${low} and ${high}`,
  accuracy: (share: string, low: string, high: string, trivial: string) =>
    `Right for ${share} of all (95 % ${low} to ${high}). Always saying benign would be right for ${trivial}.`,
  confusion: 'At this threshold',
  cell: (target: string, what: string) => `${target}, ${what.toLowerCase()}`,
  openCell: (cell: string, n: number) => `${cell}: ${n}. Show the pictures`,
  openHint: 'A count opens its pictures.',
  ownThreshold: 'Set by hand.',
  precisionRecall: 'Precision and recall',
  precision: 'Share of flagged malignant',
  averagePrecision: (value: string, low: string, high: string, chance: string) =>
    `Average precision ${value} (95 % ${low} – ${high}); flagging at random has ${chance}.`,
  reliability: 'Reliability',
  said: 'Probability it gave',
  came: 'Share that was malignant',
  pictures: 'Pictures',
  ece: (value: string, bins: number) =>
    `Mean distance from the dotted line, weighted by pictures (ECE, ${bins} bins): ${value}.`,
  groups: 'Within diagnoses and groups',
  groupsHint: (few: number) =>
    `AUROC, and sensitivity and specificity at the threshold above, with 95 % intervals. A diagnosis is held against all pictures of the other class. A group marked * has fewer than ${few} pictures of a class: it says next to nothing.`,
  noGroups: 'These pictures have no diagnosis, sex, age, place or source to tell groups by.',
  fewMark: ' *',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  by: {
    diagnosis: 'Diagnosis',
    sex: 'Sex',
    age: 'Age',
    site: 'Place on the body',
    source: 'Source',
  },
  flagged: 'Flagged',
  notFlagged: 'Not flagged',
  malignant: 'Malignant',
  benign: 'Benign',
  roc: 'ROC curve',
  falseAlarms: 'Share of benign flagged',
  found: 'Share of malignant flagged',
  chance: 'chance',
  model: 'model',
  ppv: (value: number, low: number, high: number) =>
    `Of 100 flagged spots ${value} would be malignant, or anything between ${low} and ${high}.`,
  prevalence: 'If so many of 100 spots are malignant',
  worst: 'Hardest pictures',
  worstMissed: 'Malignant, lowest probability',
  worstAlarm: 'Benign, highest probability',
  probability: (p: string) => `probability ${p}`,
};

export const compare = {
  title: 'Compare runs',
  note: 'Note',
  lead: 'Two runs at a time, A and B. Only those trained on the same pictures with the same split can be held against each other.',
  link: 'Compare runs',
  tooFew: 'There are not two runs yet.',
  choose: 'Show',
  chooseRun: (name: string) => `Show ${name}`,
  run: 'Run',
  area: 'AUROC on val (95 %)',
  minutes: 'Minutes',
  test: 'Can they be told apart?',
  difference: (value: string, low: string, high: string, p: string) =>
    `A minus B in AUROC on the same pictures: ${value} (95 % ${low} to ${high}), p = ${p}.`,
  tooFewPictures: (value: string) =>
    `A minus B in AUROC on the same pictures: ${value}. There are too few of one class to tell whether that is chance.`,
  differenceHint:
    'A paired test (DeLong). Choosing the better of many runs by this makes the winner look better than it is.',
  notPaired:
    'They were not judged on the same pictures, or one is not finished, so their figures say nothing about each other.',
  lossOnVal: 'Loss on val',
  configs: 'What differs in their configurations',
  sameConfig: 'Nothing: the same configuration.',
  place: 'Field',
};
