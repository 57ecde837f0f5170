// k folds.
import { count } from './count';

export const folds = {
  title: 'Or k folds',
  lead: 'Cross-validation: the pictures are dealt out to k folds, and one model is trained for each fold, on all the others. Every picture is judged once by a model that has not learned from it. Test pictures take no part.',
  k: 'Folds',
  each: (benign: string, malignant: string) =>
    `Each fold holds ${benign} benign and ${malignant} malignant pictures.`,
  range: (low: number, high: number) => (low === high ? String(low) : `${low} to ${high}`),
  untouched: (test: number) =>
    test === 0
      ? 'There is no test split: all pictures are in the folds, so nothing is left for a last look.'
      : `${count(test, 'test picture', 'test pictures')} stay out of it.`,
  testLeaks:
    'A patient, lesion or look-alike stands in test and outside of it. Draw the split anew before folds are drawn.',
  toModel: 'Go on with these folds',
  estimateOfOne: 'An estimate is of one fold; they are trained one after the other.',
  onModel: (k: number) =>
    `This starts ${k} runs of one configuration, one after the other: each fold is held out once.`,
  runName: (name: string, index: number, k: number) => `${name}, fold ${index} of ${k}`,
  pageTitle: (name: string, k: number) => `${name} in ${k} folds`,
  finished: (n: number, k: number) => `${n} of ${k} folds finished`,
  ofFolds: 'All folds',
  goOn: 'Go on with the folds',
  begin: 'Train the folds',
  waiting: 'Waits its turn',
  reason: (reason: string) => `It stopped: ${reason}.`,
  missing: 'Some folds were deleted. What is left does not cover every picture.',
  table: 'Fold by fold',
  fold: 'Fold',
  state: 'State',
  pictures: 'Held out',
  malignant: 'Malignant',
  area: 'AUROC (95 %)',
  together: 'All folds together',
  mean: 'Mean AUROC of the folds',
  meanOf: (mean: string, spread: string, n: number) =>
    `${mean}, standard deviation ${spread} over ${n} folds`,
  pooled: 'Pooled AUROC, out of fold',
  pooledOf: (value: string, low: string, high: string, pictures: number) =>
    `${value} (95 % ${low} to ${high}) on ${pictures} pictures`,
  soFar: 'Not all folds are finished: these figures are of those that are.',
  notes: 'What these figures are, and are not',
  note: {
    chosen:
      'In each fold the held-out pictures also chose the epoch or the learning rate, so every figure here is a little too good.',
    notChosen:
      'The held-out pictures chose nothing: each model is the one its last epoch left, so these figures do not flatter it.',
    spread:
      'The standard deviation shows how much the figure moves from fold to fold. It is no interval: the folds share most of what they learn from.',
    pooled:
      'The pooled figure ranks all pictures at once, by scores of different models that need not lie on one scale. Its interval is DeLong’s; it takes pictures as independent, and several of one person are not.',
    test: 'Test pictures took no part in these folds.',
    none: 'They judge this configuration on these pictures. None of the k models is the one to ship: train one on the split for that.',
  },
  twice: (n: number) =>
    `${count(n, 'picture was', 'pictures were')} held out in more than one fold: the set or its split changed while the folds were trained. Begin them anew.`,
  delete: (name: string) => `Delete all folds of ${name}`,
  confirm: (name: string, n: number) =>
    `Delete “${name}” with ${count(n, 'run', 'runs')}, their models and logs?`,
};
