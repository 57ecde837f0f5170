// The words of the Lab. It is a tool for people who read papers, and in English only so
// far: its pages say so in the other languages. Loaded with the Lab, not with the app.

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

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

  desk: {
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
  },
  runState: {
    ready: 'Not begun',
    begun: 'Cut off, can go on',
    alive: 'Training',
    stopped: 'Stopped, can go on',
    finished: 'Finished',
    failed: 'Failed',
  },

  bring: {
    title: 'Bring pictures',
    lead: 'A folder with a folder for each class (benign and malignant, or names of diagnoses), pictures with a table of labels, or a zip of either. JPEG, PNG and WebP.',
    drop: 'Drop a folder, pictures or a zip here',
    folder: 'Choose a folder',
    files: 'Choose files or a zip',
    name: 'Name of the set',
    defaultName: 'My pictures',
    stage: {
      reading: 'Reading',
      checking: 'Looking at every picture',
      comparing: 'Looking for pictures that look alike',
      drawing: 'Drawing',
    },
    progress: (done: number, total: number | null) =>
      total === null ? `${done} so far` : `${done} of ${total}`,
    cancel: 'Cancel',
    cancelled: 'Cancelled. Nothing was kept.',
    labelTitle: 'What do they show?',
    found: (pictures: number, refused: number) =>
      `${count(pictures, 'picture', 'pictures')} found${refused > 0 ? `, ${count(refused, 'file', 'files')} left out` : ''}.`,
    byFolder: 'The folder each picture is in says it',
    byTable: (path: string) => `The table ${path} says it`,
    known: (layout: string) => `Columns as in ${layout}.`,
    ours: 'A labels file of this project: it gives classes, splits and groups.',
    columns: 'Which column says what',
    column: {
      image: 'Picture',
      target: 'Benign or malignant',
      diagnosis: 'Diagnosis',
      patientId: 'Patient',
      lesionId: 'Lesion',
      age: 'Age',
      sex: 'Sex',
      site: 'Place on the body',
    },
    noColumn: 'None',
    preview: 'First rows of the table',
    previewTargets: (benign: number, malignant: number, other: number) =>
      `With these columns: ${benign} benign, ${malignant} malignant, ${other} that cannot be used.`,
    take: 'Take them in',
  },
  refusal: {
    outside: 'names a place outside of the folder',
    hidden: 'hidden file of the system',
    type: 'neither a picture nor a table',
    empty: 'empty',
    'too-large': 'too large',
    damaged: 'damaged',
    'same-path': 'is there already',
    'no-class': 'in no class folder, or not in the table',
    'unknown-class': 'its folder is neither benign, malignant nor a known diagnosis',
    'same-name': 'another picture has the same name',
    missing: 'in the table, but not among the pictures',
    malformed: 'row that cannot be read',
    unlabelled: 'row that says neither benign nor malignant',
    contradictory: 'row that contradicts another',
    duplicate: 'row that repeats another',
    unreadable: 'cannot be opened as a picture',
    'file-too-large': 'too large',
    'no-pixels': 'has no pixels',
    'too-many-pixels': 'has more pixels than can be opened here (100 million, 16,384 a side)',
    incomplete: 'its end is missing',
    heic: 'a HEIC picture, which browsers cannot read',
    avif: 'an AVIF picture: save it as JPEG or PNG first',
    video: 'a video',
    gif: 'a GIF picture',
    svg: 'a drawing, not a photo',
    pdf: 'a PDF',
    'not-a-picture': 'neither JPEG, PNG nor WebP, whatever its name says',
    'out-of-memory': 'the browser has no memory left for it',
    'no-zip': 'no zip archive, whatever its name says',
    'damaged-zip': 'a damaged archive, or one that is cut short; what could be read of it is in',
    bomb: 'unpacks to far more than pictures would, so it was not read to its end',
    'too-many': 'an archive of more files than anybody has, so it was not read to its end',
  },

  camera: {
    use: 'Take photos',
    title: 'Take photos',
    lead: 'Each photo goes straight into a class. The square shows all that is kept of it.',
    goInto: (set: string) => `They go into “${set}”.`,
    defaultName: 'My photos',
    into: { benign: 'Benign', malignant: 'Malignant' },
    otherwise: 'You can also bring photos as files, from the desk or from the page of a set.',
    taken: 'Taken',
    none: 'Nothing yet. The two buttons take a photo each into their class.',
    sameSpot:
      'Photos of one spot stay together in every split. Press “Next spot” when you go on to another.',
    spot: (n: number) => `Spot ${n}`,
    nextSpot: 'Next spot',
    undo: 'Undo the last photo',
    photo: (n: number, target: string) => `Photo ${n}, ${target}`,
    remove: (n: number, target: string) => `Remove photo ${n}, ${target}`,
    keep: (n: number) => `Add ${count(n, 'photo', 'photos')}`,
  },

  grow: {
    title: 'Add pictures',
    lead: 'What you add stands in no split until it is drawn anew.',
  },

  pairs: {
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
  },

  folds: {
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
  },

  set: {
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
  },

  model: {
    title: 'Choose a model',
    on: (set: string) => `On “${set}”.`,
    preset: 'Kind of model',
    presets: {
      head: [
        'A head on the shipped network',
        'Its features are computed once, then a small head learns on them. Minutes.',
      ],
      tail: [
        'The upper part of the shipped network',
        'MobileNetV2 from block 11 on. What lies below is computed once, then the rest learns on it.',
      ],
      whole: [
        'The whole shipped network',
        'MobileNetV2 on from ImageNet, every layer. Hours for thousands of pictures.',
      ],
      small: [
        'Small, from scratch',
        'Three convolutions at 64 px. A minute, and no more than a try.',
      ],
      'cnn-v1': ['The paper’s v1.0', 'Five convolutions, at 192 px.'],
      'cnn-v2': ['The paper’s v2.0', 'Six convolutions, at 192 px: the one it ended with.'],
      'cnn-v3': ['The paper’s v3.0', 'Six convolutions with large kernels, at 256 px.'],
      dense: ['The paper’s first', 'No convolution at all.'],
    },
    name: 'Name of the model',
    epochs: 'Epochs',
    learningRate: 'Learning rate',
    sizePx: 'Side of the picture, px',
    batchSize: 'Batch size',
    seed: 'Seed',
    balance: 'Balance of classes',
    balances: {
      none: 'As they come',
      equal: 'Both equally often',
      undersample: 'As few of the frequent class (the paper’s way)',
      oversample: 'The rare class several times',
    },
    views: 'What training will see',
    viewsHint:
      'One of your pictures at the size and with the changes of this configuration, drawn as training draws them. Each epoch has other changes.',
    plainView: 'as it is',
    changedView: (n: number) => `change ${n}`,
    anotherPicture: 'Another picture',
    config: 'The whole configuration',
    configHint:
      'The same JSON that the Node script trains with. Change anything; the fields above follow.',
    mistakes: 'It cannot be trained like this:',
    start: 'Start training',
  },

  run: {
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
    minutes: (n: number) =>
      n < 1 ? 'less than a minute' : `about ${count(n, 'minute', 'minutes')}`,
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
  },

  judge: {
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
  },

  note: {
    title: 'Note',
    saved: 'Kept.',
    notSaved: 'That could not be kept: the storage of this browser did not take it.',
  },

  compare: {
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
    differenceHint:
      'A paired test (DeLong). Choosing the better of many runs by this makes the winner look better than it is.',
    notPaired:
      'They were not judged on the same pictures, or one is not finished, so their figures say nothing about each other.',
    lossOnVal: 'Loss on val',
    configs: 'What differs in their configurations',
    sameConfig: 'Nothing: the same configuration.',
    place: 'Field',
  },

  ship: {
    title: 'Take it with you',
    lead: 'A zip with the model, its card, its config, its log, its checkpoint and the table of its pictures. The Node script’s evaluate opens the bundle inside.',
    download: 'Download the run',
    useTitle: 'Use it in Check',
    useLead:
      'Check then answers with this model on this device, and says so on every page. It has no gate, so it judges pictures of anything, and its figures come from the pictures that chose it.',
    use: 'Use it in Check',
    inUse: 'Check uses this model.',
    notKept: 'The browser cannot remember that: its storage did not work.',
  },

  choose: {
    groups: {
      network: 'Network',
      changes: 'Changes to the pictures',
      optimizer: 'Optimizer',
      schedule: 'Learning rate over the run',
      callbacks: 'While it trains',
      loss: 'Loss, batches and class weights',
    },
    field: {
      fromBlock: 'First block that is trained',
      hidden: 'Hidden units',
      dropout: 'Dropout',
      inputDropout: 'Dropout of features',
      hiddenDropout: 'Dropout of hidden units',
      augmented: 'Changed views of a picture',
      turns: 'Mirror and quarter turns',
      zoom: 'Zoom',
      brightness: 'Brightness',
      contrast: 'Contrast',
      saturation: 'Saturation',
      tint: 'Tint',
      light: 'Uneven light',
      blur: 'Blur, px',
      jpeg: 'JPEG losses',
      erase: 'Painted over',
      rotate: 'Turned freely, degrees',
      convention: 'Keras’s version',
      rotationRange: 'Rotation, degrees',
      widthShiftRange: 'Shift across',
      heightShiftRange: 'Shift down',
      shearRange: 'Shear, degrees',
      zoomRange: 'Zoom',
      horizontalFlip: 'Flip left and right',
      verticalFlip: 'Flip top and bottom',
      fillMode: 'Outside the picture',
      cval: 'Value outside',
      momentum: 'Momentum',
      nesterov: 'Nesterov',
      beta1: 'Beta 1',
      beta2: 'Beta 2',
      epsilon: 'Epsilon',
      weightDecay: 'Weight decay',
      rho: 'Rho',
      centered: 'Centered',
      factor: 'Times',
      everySteps: 'Every so many steps',
      warmUpSteps: 'Steps of warm-up',
      finalShare: 'Share left at the end',
      monitor: 'Watches',
      direction: 'Better is',
      patience: 'Patience',
      minDelta: 'Smallest improvement',
      startFromEpoch: 'Not looked at up to epoch',
      restoreBestWeights: 'Ends with the best epoch',
      cooldown: 'Cooldown',
      minRate: 'Lowest rate',
      period: 'At every n-th epoch',
      warmUp: 'Forgets the start soon',
      overwriteEverySteps: 'Goes on from it every so many steps',
      microBatch: 'Pictures at once on a replica',
      viewsPerEpoch: 'Views an epoch shows',
      labelSmoothing: 'Label smoothing',
      mixup: 'Mixup',
    },
    optional: 'may be empty',
    changes: 'How they are changed',
    changeKinds: { ours: 'As photos differ', keras: 'As Keras’s ImageDataGenerator does' },
    changesHint:
      'Strengths are shares: 0.2 changes by up to a fifth either way. What comes of it is shown below.',
    conventions: { '1.1.2': '1.1.2, the paper’s', master: 'the last one' },
    fillModes: {
      nearest: 'the nearest pixel',
      constant: 'one value',
      reflect: 'mirrored',
      wrap: 'repeated',
    },
    optimizer: 'Optimizer',
    optimizers: { sgd: 'SGD', adam: 'Adam', adamw: 'AdamW', rmsprop: 'RMSprop' },
    schedule: 'How it goes',
    schedules: {
      constant: 'Stays as it is',
      step: 'Drops in steps',
      cosine: 'Climbs, then falls along a cosine',
    },
    steps: (perEpoch: number, all: number) =>
      `An epoch has ${count(perEpoch, 'step', 'steps')}, the run ${all}.`,
    warmUpTooLong: (warmUp: number, all: number) =>
      `A warm-up of ${warmUp} steps does not fit into a run of ${all}. Make it shorter, or train for more epochs.`,
    callbacks: {
      'early-stopping': 'Stop early',
      'reduce-lr-on-plateau': 'Lower the rate on a plateau',
      'model-checkpoint': 'Keep checkpoints of the model',
      'weight-average': 'Average the weights',
      'csv-log': 'Log as CSV',
      'jsonl-log': 'Log as JSONL',
    },
    callbacksHint:
      'In this order. Of two that change the weights at the end, the later has the last word.',
    noCallbacks: 'Nothing is watched: every epoch is trained, and the last one is kept.',
    add: 'Add',
    addCallback: (name: string) => `Add: ${name}`,
    remove: (name: string) => `Remove: ${name}`,
    earlier: (name: string) => `Earlier: ${name}`,
    onlyBest: 'Only when it is better',
    monitors: {
      valAuroc: 'AUROC on val',
      valLoss: 'loss on val',
      valAccuracy: 'accuracy on val',
      loss: 'loss on train',
    },
    directions: { max: 'higher', min: 'lower' },
    viewsPerEpoch: { one: 'one of each picture', all: 'all of each picture' },
    classWeights: 'What a picture counts',
    weightsNone: 'All the same',
    weightsOwn: 'By class',
    weightOf: (name: string) => `Weight of ${name}`,
    weightsByCount: 'Set by how rare the classes are',
    mistake: {
      empty: 'Something has to be here.',
      number: 'This has to be a number.',
      whole: 'This has to be a whole number.',
      from: (limit: string) => `Has to be ${limit} or more.`,
      upTo: (limit: string) => `Has to be ${limit} or less.`,
      above: (limit: string) => `Has to be more than ${limit}.`,
      below: (limit: string) => `Has to be less than ${limit}.`,
      unknown: 'This is not known here.',
      other: (message: string) => `${message}.`,
      at: (path: string, words: string) => `${path}: ${words}`,
      noJson: (message: string) => `This is no JSON: ${message}.`,
      more: (n: number) => `and ${n} more`,
    },
    copyLink: 'Copy a link to this configuration',
    copied:
      'Copied. The link holds the configuration and no picture: whoever opens it trains on their own.',
    notCopied: 'The browser does not let this page copy. The link:',
    linkWords: 'Link to this configuration',
    openTitle: 'A configuration from a link',
    openLead: (name: string) => `“${name}”. Which pictures is it to be trained on?`,
    openOn: (set: string) => `Train on ${set}`,
    openNoSets: 'There are no pictures here yet. Bring some, then open the link again.',
    bring: 'Bring pictures',
    badLink: {
      damaged: 'The link is damaged: it was cut off, or it is no link to a configuration.',
      'too-long': 'The link holds far more than a configuration, so it was not read.',
      'unknown-format':
        'The link comes from another version of this app, which writes them otherwise.',
      mistaken: 'The link holds a configuration that cannot be trained:',
    },
    badLinkThen: 'The page begins with the usual configuration.',

    estimate: 'How long, how much memory',
    estimateLead:
      'Tries one step of this configuration on this device, with a few of these pictures, and reckons from that.',
    measure: 'Estimate',
    measureAgain: 'Estimate again',
    cancel: 'Cancel',
    part: {
      opening: 'Starting',
      trunk: 'Running pictures through the frozen part',
      steps: 'Training a step',
      judging: 'Judging',
      finishing: 'Finishing',
    },
    isStale: 'The configuration has changed since.',
    prepare: { features: 'Features, once', activations: 'Activations, once' },
    anEpoch: 'An epoch',
    inAll: 'In all',
    atMost: (epochs: number, duration: string, endsEarly: boolean) =>
      `${duration} for ${count(epochs, 'epoch', 'epochs')}${endsEarly ? ', less if it stops early' : ''}`,
    duration: (amount: number, unit: 'second' | 'minute' | 'hour') =>
      amount < 1 ? 'less than a second' : `about ${count(amount, unit, `${unit}s`)}`,
    memory: 'Memory',
    memoryOf: (total: string, replicas: number, each: string) =>
      `${total} at its peak; in training ${each} for ${replicas === 1 ? 'the replica' : `each of ${replicas} replicas`}`,
    memoryOfGpu: (rest: string) => `${rest}, and what the GPU takes: that cannot be seen from here`,
    disk: 'On this device while it trains',
    measuredOn: (pictures: number, backend: string) =>
      `Measured just now with ${count(pictures, 'picture', 'pictures')} on ${backend}.`,
    besideRun: 'Another run is training meanwhile, which makes all of this slower.',
    warning: {
      heap: 'A replica nearly fills the 4 GB that WebAssembly can have. Put fewer pictures on it at once.',
      device: (has: string) =>
        `That is more than the ${has} this browser says the device has. The tab may be ended: close others, put fewer pictures on a replica at once, or take a smaller network.`,
      disk: (has: string) =>
        `The browser keeps only ${has} more. Take fewer views, or free some room.`,
    },
    notMeasured: (reason: string) => `It could not be measured: ${reason}.`,
    outOfMemory:
      'One step does not fit into memory. Put fewer pictures on a replica at once, or take a smaller network.',
    inMemory: (size: string) =>
      `This browser has no files for the activations, so they take ${size} of memory and are computed again after a reload.`,
  },

  carry: {
    title: 'Go on elsewhere',
    lead: 'A zip with the checkpoint, the configuration, the logs and the table of the pictures. The pictures are not in it: whoever goes on has them already. The Lab of another browser opens it from its desk.',
    inNode:
      'In Node: unpack it as RUN, and give the folder of the same pictures. The run’s own table says which of them are train, val and test.',
    noMatch: (n: number) =>
      `This run was trained on ${count(n, 'picture', 'pictures')}, and no set here holds them all with the same names, sizes and classes. Bring them on the desk, then open this run again: it goes on from its checkpoint.`,
    noPictures: 'The pictures of this run are gone, so it cannot go on.',
  },

  tour: {
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
  },
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
