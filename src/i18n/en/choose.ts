// The first step of a check: a photo is chosen.
import type { DrawnKind } from '../../core/data/synthetic';

export const choose = {
  title: 'Choose a photo of one spot',
  lead: 'Close, sharp and in daylight works best.',
  file: 'Choose a photo',
  camera: 'Use the camera',
  cameraApp: 'Use the phone’s own camera',
  leftTitle: 'You left a photo unfinished',
  leftText: 'It is kept on this device for an hour, for you to go on with it.',
  leftGoOn: 'Go on with it',
  leftThrowAway: 'Throw it away',
  lostToCamera:
    'The phone closed this app while its camera was open, so the photo did not arrive. If the camera kept it, choose it below. The camera in the app does not have this problem.',
  handedMissing: 'The photo from the other app did not arrive. Choose it here instead.',
  handedOthers: (count: string) =>
    `Only the first photo was opened. Left out of those you sent: ${count}.`,
  again: (date: string) => `This is another photo of the spot from ${date}.`,
  againHint: 'Take it from the same side and in the same light.',
  againPicture: 'The earlier photo of this spot',
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
  retry: 'Try again',
  replaced:
    'The part of the app that does the sums stopped and was started again. Nothing of yours is lost.',
};
