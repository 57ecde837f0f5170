// Every sentence a person can read, in English; its shape is the type of all other
// languages. Medical and warning sentences are whole keys: never build them from parts.
import type { AbstentionReason, Outcome } from '../core/prediction';
import type { QualityProblem } from '../core/image/quality';
import type { BackendName, VerdictKind } from '../engine/backend';
import type { DrawnKind } from '../core/data/synthetic';

export const en = {
  app: {
    name: 'Lentigo',
    home: 'Lentigo, start page',
    aboutLink: 'About the model',
    researchLine: 'For research and education. Not a medical device.',
    updateReady: 'A new version of this app is ready.',
    updateApply: 'Load it now',
    updateHint: 'This closes the photo you are looking at.',
    offlineReady: 'The app is stored on this device and now works without a network.',
    unknownBackend: (name: string) =>
      `The address asks for a backend called “${name}”. There is none, so the app chose one itself.`,
    pageFailed: 'This page could not be loaded',
    pageFailedHint: 'Check the network and load the page again. Your photos are not affected.',
    reload: 'Load the page again',
    notFound: 'There is no such page',
    notFoundHint: 'The address may be mistyped or old.',
    toHome: 'To the start page',
    brokenTitle: 'Something stopped working',
    brokenHint: 'Load the page again. No photo has left this device.',
  },

  home: {
    title: 'Look at a spot, on this device only.',
    lead: 'Lentigo compares a photo of a skin spot with the pictures its model learned from, and says how much it resembles the malignant ones.',
    check: 'Check a spot',
    sample: 'Try it with a drawn sample',
    noticeTitle: 'What this is',
    notice:
      'This is a research demo. It cannot tell you whether a spot is cancer, and it is not a medical device.',
    noticeDoctor:
      'A spot that is new, changing, bleeding or sore belongs in front of a doctor, whatever this app shows.',
    private: 'Your photo stays on this device. Nothing is uploaded.',
  },

  choose: {
    title: 'Choose a photo of one spot',
    lead: 'Close, sharp and in daylight works best.',
    file: 'Choose a photo',
    camera: 'Use the camera',
    dropHint: 'You can also drop a picture anywhere on this page, or paste one.',
    dropNow: 'Let go to open the picture',
    samplesTitle: 'Try it with a drawn sample',
    samplesHint: 'These three are drawn by the computer. They are not real spots.',
    sample: {
      even: 'Drawn: even',
      irregular: 'Drawn: uneven',
      faint: 'Drawn: faint',
    } satisfies Record<DrawnKind, string>,
    flagsTitle: 'Go to a doctor whatever this app shows',
    flagsLead: 'if the spot is one of these:',
    flags: [
      'new, or changing in size, shape or colour',
      'bleeding, crusting or itching',
      'not healed after four weeks',
      'unlike your other spots',
    ],
    notForTitle: 'Who this is not for',
    notForLead: 'The model has not learned from these, so do not use it for:',
    notFor: ['people under 18', 'nails, lips or genitals', 'open wounds', 'spots under hair'],
    modelLoading: 'Getting the model ready. You can already choose a photo.',
    modelReady: 'The model is ready.',
    modelFailed: 'The model could not be made ready.',
    again: 'Try again',
    replaced:
      'The part of the app that does the sums stopped and was started again. Nothing of yours is lost.',
  },

  decoding: {
    title: 'Opening the photo',
    hint: 'This happens on your device.',
    cancel: 'Cancel',
  },

  crop: {
    title: 'Put the square around the spot',
    lead: 'Leave some skin on all sides. Only what is inside the square goes to the model.',
    photo: 'Your photo',
    drawn: 'A drawn sample',
    group: 'Square around the spot',
    keys: 'Arrow keys move the square, plus and minus change its size, Shift makes bigger steps.',
    position: (side: number, left: number, top: number) =>
      `Square ${side} pixels wide, ${left} from the left, ${top} from the top.`,
    buttons: 'Move and size the square',
    left: 'Move left',
    right: 'Move right',
    up: 'Move up',
    down: 'Move down',
    larger: 'Make larger',
    smaller: 'Make smaller',
    judge: 'Look at this spot',
    anyway: 'Use anyway',
    another: 'Choose another photo',
    blockedTitle: 'This photo cannot be used',
    warnTitle: 'Before you go on',
    good: 'The photo is sharp and bright enough to go on.',
    problem: {
      'too-small': {
        warn: 'The square covers few pixels. Make it larger, or take the photo from closer.',
        block:
          'The square covers too few pixels to see anything. Use a larger photo, taken from closer.',
      },
      blurred: {
        warn: 'The photo looks blurred. Hold the phone still, tap the spot on the screen to focus, and take another.',
        block:
          'The photo is too blurred. Hold the phone still, tap the spot on the screen to focus, and take another.',
      },
      'too-dark': {
        warn: 'The photo is dark. Go near a window or switch on a lamp, and take another.',
        block:
          'The photo is too dark to see anything. Go near a window or switch on a lamp, and take another.',
      },
      'too-bright': {
        warn: 'The photo is very bright. Move away from the lamp or the sun, and take another.',
        block:
          'The photo is too bright to see anything. Move away from the lamp or the sun, and take another.',
      },
      glare: {
        warn: 'Light is shining back from the skin. Tilt the phone a little or switch the flash off, and take another.',
        block:
          'Light is shining back from the skin and hides the spot. Tilt the phone a little or switch the flash off, and take another.',
      },
    } satisfies Record<QualityProblem, Record<'warn' | 'block', string>>,
  },

  judging: {
    title: 'Looking at the spot',
    hint: 'All of it happens on your device. The first time can take several seconds.',
    stepModel: 'Get the model ready',
    stepPicture: 'Compare the photo',
    waiting: 'next',
    running: 'now',
    done: 'done',
    seconds: (count: string) => `${count} s`,
    cancel: 'Cancel',
  },

  answer: {
    headline: {
      attend: 'Show this spot to a doctor',
      unsure: 'The model is not sure. Have a doctor look at this spot',
      quiet: 'Nothing in this photo stood out to the model',
      abstained: 'The model can’t tell from this photo',
    } satisfies Record<Outcome | 'abstained', string>,
    meaning: {
      attend:
        'The photo looks much like the malignant pictures the model learned from. That does not mean it is cancer: only a doctor who looks at the spot can tell.',
      unsure:
        'The photo lies between the pictures the model flags and those it does not. A spot that is new, changing, bleeding or sore should be seen by a doctor whatever this shows.',
      quiet:
        'This does not rule out cancer. A new or changing spot should be seen by a doctor whatever this shows. The model says the same of pictures with no spot in them.',
    } satisfies Record<Outcome, string>,
    abstained: {
      'image-quality': 'The photo is not good enough to be judged.',
      'uncalibrated-model':
        'This model has not been checked against known answers, so its numbers mean nothing yet.',
      'non-finite-output': 'The sums went wrong on this device and gave no usable number.',
    } satisfies Record<AbstentionReason, string>,
    abstainedNext: {
      'image-quality':
        'Take another photo, close, sharp and in daylight. If the spot worries you, show it to a doctor.',
      'uncalibrated-model':
        'No photo will get an answer from it. If the spot worries you, show it to a doctor.',
      'non-finite-output':
        'Try again, or open the app in another browser. If the spot worries you, show it to a doctor.',
    } satisfies Record<AbstentionReason, string>,
    dermoscope:
      'The model learned from pictures taken through a dermoscope, a doctor’s skin magnifier. Nobody has measured well how it does on plain phone photos.',
    drawn: 'This picture is drawn, not a real spot. The answer only shows how the app works.',
    despite: 'You went on although the app warned you. Rely on this answer even less.',
    howSure: 'How sure',
    malignantWord:
      'Malignant means cancer or, for a few of the pictures, a stage before it. To flag means to say “Show this spot to a doctor”.',
    flaggedMalignant: (flagged: string, missed: string) =>
      `Of 100 malignant dermoscope pictures in our test, the model flagged ${flagged} and did not flag ${missed}.`,
    flaggedBenign: (flagged: string) =>
      `Of 100 dermoscope pictures that were not malignant, it also flagged ${flagged}.`,
    unsureMalignant: (count: string) =>
      `Of 100 malignant dermoscope pictures in our test, ${count} got this same answer: not sure.`,
    quietMisses: (count: string) =>
      `Of 100 malignant dermoscope pictures in our test, ${count} got this same answer: nothing stood out.`,
    ratedAlike: (count: string) =>
      `Among test pictures it rated like this one, about ${count} of 100 were malignant.`,
    prevalence: (count: string) =>
      `In that test ${count} of 100 were malignant, far more than among spots people photograph at home. So this count does not carry over to your photo.`,
    noFigures: 'Nobody has written down how this model does in a test.',
    pictureTitle: 'What the model looked at',
    picture: 'The square of your photo that went to the model',
    pictureDrawn: 'The square of the drawn sample that went to the model',
    details: 'Details',
    model: 'Model',
    version: 'Version',
    hash: 'Hash',
    value: 'Calibrated value',
    noValue: 'none',
    backend: 'Backend',
    backendOf: (name: BackendName, detail: string) => (detail ? `${name} (${detail})` : name),
    duration: 'Time for this photo',
    milliseconds: (count: string) => `${count} ms`,
    network: 'Network of the worker',
    networkClosed: 'closed',
    networkOpen: 'could not be closed',
    fellBack: (asked: string, used: string) =>
      `You asked for the backend ${asked}. It does not work here, so ${used} did the sums. The answer is made the same way.`,
    tried: 'Tried before',
    verdict: {
      accepted: 'passed its check',
      software: 'left out: a slow stand-in for a graphics chip',
      unavailable: 'not there in this browser',
      'wrong-answer': 'left out: it got the test sum wrong',
      'timed-out': 'left out: no reply in time',
    } satisfies Record<VerdictKind, string>,
    verdictOf: (name: BackendName, verdict: string, detail: string) =>
      detail ? `${name}: ${verdict} (${detail})` : `${name}: ${verdict}`,
    another: 'Check another photo',
    about: 'About the model',
    end: 'Lentigo is for research and education. It is not a medical device and does not replace a doctor.',
  },

  failed: {
    title: {
      unreadable: 'This file could not be opened as a picture',
      replaced: 'The app stopped working on this photo',
      model: 'The model could not be loaded',
      backend: 'This browser cannot run the model',
      unknown: 'The photo could not be looked at',
    },
    hint: {
      unreadable: 'Use a JPEG, PNG or WebP picture.',
      replaced:
        'The part of the app that does the sums could not be loaded, took too long or was stopped by the device. On a first visit, check the network. Your photo is not lost.',
      model: 'Its files are missing or were changed on the way. Check the network and try again.',
      backend: 'Try another browser, or a newer version of this one.',
      unknown: 'Try again, or choose another photo.',
    },
    technical: 'What the app reported',
    again: 'Try again',
    another: 'Choose another photo',
  },

  about: {
    title: 'About the model',
    loading: 'Loading the model and its card.',
    failed: 'The model could not be loaded, so its card cannot be shown.',
    again: 'Try again',
    intendedUse: 'What it is for',
    outOfScope: 'What it is not for',
    figures: 'How it did in tests',
    figuresLead:
      'The dot is what was measured. The bar is the range that would be likely if the test were done again with other pictures of the same kind.',
    set: (n: string, malignant: string) => `${n} pictures, ${malignant} of them malignant`,
    sensitivity: 'Of 100 malignant pictures, flagged',
    specificity: 'Of 100 pictures that were not malignant, not flagged',
    quietMissRate: 'Of 100 malignant pictures, “nothing stood out”',
    auroc: 'Of 100 pairs of one malignant and one other picture, put in the right order',
    range: (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
    outcomes: 'Answers given to 100 pictures',
    outcomeShare: (attend: string, unsure: string, quiet: string) =>
      `${attend} “show it to a doctor”, ${unsure} “not sure”, ${quiet} “nothing stood out”.`,
    errors: 'Mean error of the calibrated value',
    errorsOf: (ece: string, brier: string) => `ECE ${ece}, Brier ${brier}`,
    noFigures: 'This card holds no test figures.',
    pooled: 'All test pictures together',
    bySource: 'By source',
    thresholds: 'Where it draws the lines',
    attendFrom: (value: string) => `“Show this spot to a doctor” from ${value}.`,
    quietBelow: (value: string) => `“Nothing stood out” below ${value}.`,
    uncalibrated: 'This model is not calibrated and gives no answers.',
    training: 'What it was trained on',
    trainingPictures: (count: string) => `${count} pictures`,
    limitations: 'Known limits',
    unknown: 'What nobody knows yet',
    unknowns: [
      'How it does on plain phone photos.',
      'How it does on dark skin, and on kinds of spot that are rare in its pictures.',
      'How it does on the spots that people worry about at home.',
      'Whether using it helps or harms anyone.',
    ],
    label: 'Label',
    name: 'Name',
    version: 'Version',
    made: 'Made on',
    hash: 'Hash',
    backbone: 'Built on',
    weightsLicence: 'Licence of the weights',
    seed: 'Seed',
    files: 'Files',
    fileName: 'File',
    fileSize: 'Size',
    fileHash: 'SHA-256',
    kilobytes: (count: string) => `${count} kB`,
    check: 'Check a spot',
  },
};
