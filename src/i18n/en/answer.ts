// What the model says, and how far to trust it.
import type { AbstentionReason, Outcome } from '../../core/prediction';
import type { BackendName, VerdictKind } from '../../engine/backend';

export const answer = {
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
      'This does not rule out cancer. A new or changing spot should be seen by a doctor whatever this shows. The model can also say this of a picture with no spot in it.',
  } satisfies Record<Outcome, string>,
  abstained: {
    'image-quality': 'The photo is not good enough to be judged.',
    'uncalibrated-model':
      'This model has not been checked against known answers, so its numbers mean nothing yet.',
    'non-finite-output': 'The sums went wrong on this device and gave no usable number.',
    'not-a-lesion':
      'The photo does not look like a close-up of a skin spot to the model, so it did not judge it. It can be wrong about that.',
  } satisfies Record<AbstentionReason, string>,
  abstainedNext: {
    'image-quality':
      'Take another photo, close, sharp and in daylight. If the spot worries you, show it to a doctor.',
    'uncalibrated-model':
      'No photo will get an answer from it. If the spot worries you, show it to a doctor.',
    'non-finite-output':
      'Try again, or open the app in another browser. If the spot worries you, show it to a doctor.',
    'not-a-lesion':
      'Take another photo with one spot in the middle, close and sharp. If the spot worries you, show it to a doctor.',
  } satisfies Record<AbstentionReason, string>,
  dermoscope:
    'The model learned from pictures taken through a dermoscope, a doctor’s skin magnifier. Nobody has measured well how it does on plain phone photos.',
  drawn: 'This picture is drawn, not a real spot. The answer only shows how the app works.',
  despite: 'You went on although the app warned you. Rely on this answer even less.',
  howSteady: 'How steady',
  steadyRunning: 'The model is looking again, with the photo turned and moved a little.',
  steadyAlways: (views: string) =>
    `The model looked at this spot ${views} times: turned, mirrored, and moved a little. It gave the same answer each time.`,
  steadyMostly: (views: string, same: string) =>
    `The model looked at this spot ${views} times: turned, mirrored, and moved a little. It gave this answer ${same} times.`,
  steadyWavers: 'So the answer hangs on small things. Rely on it even less.',
  steadyMeans: 'A steady answer can still be wrong.',
  steadyUnknown: 'How steady this answer is could not be found out.',
  print: 'Print this page, or keep it as PDF',
  printed: (when: string) => `Lentigo, answer of ${when}.`,
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
  tunedOn: (pictures: string) =>
    `This model was not tried on pictures kept apart for that. These counts come from the ${pictures} pictures it was tuned by, so they are better than it really is.`,
  tunedMalignant: (flagged: string, malignant: string) =>
    `Malignant ones: ${malignant}. It flagged ${flagged} of them.`,
  tunedQuiet: (quiet: string, malignant: string) =>
    `Of the malignant ones, ${quiet} of ${malignant} got this same answer: nothing stood out.`,
  tunedBenign: (flagged: string, others: string) =>
    `Not malignant: ${others}. It also flagged ${flagged} of them.`,
  ratedAlike: (count: string) =>
    `Among the pictures it was tuned by, about ${count} of 100 that it rated like this one were malignant.`,
  prevalence: (count: string) =>
    `Of all those pictures ${count} of 100 were malignant, far more than among spots people photograph at home. So this count does not carry over to your photo.`,
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
  memory: 'Memory of earlier visits',
  notRecalled:
    'not there, so the app tried each backend again. That takes longer and changes no answer.',
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
  otherSamples: 'Try another drawn sample',
  startOver: 'Start over',
  about: 'About the model',
  end: 'Lentigo is for research and education. It is not a medical device and does not replace a doctor.',
};
