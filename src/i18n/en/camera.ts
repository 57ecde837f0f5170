// The camera inside the app.
import type { AimHint } from '../../core/image/aim';

export const camera = {
  title: 'Point the camera at the spot',
  opening: 'Opening the camera',
  hint: {
    'more-light': 'Go where there is more light',
    'less-light': 'Go where there is less light',
    glare: 'Move out of the glare',
    'no-spot': 'Put the spot inside the ring',
    centre: 'Bring the spot to the middle',
    farther: 'Move a little away',
    closer: 'Move closer',
    'hold-still': 'Hold still',
    focus: 'Hold still until it is sharp',
    ready: 'Stay like this',
  } satisfies Record<AimHint, string>,
  shutter: 'Take the photo',
  taken: 'Photo taken',
  notTaken: 'The camera gave no picture. Try again.',
  close: 'Close the camera',
  lamp: 'Lamp',
  gallery: 'Choose a photo',
  zoom: 'Zoom',
  lens: 'Camera',
  lensNumber: (number: string) => `Camera ${number}`,
  automatic: 'Take it by itself',
  earlier: 'Earlier photo',
  refused: {
    denied: {
      title: 'The app may not use the camera',
      text: 'You or the browser said no. To change that, open the settings of this page (beside the address, or in the settings of the phone) and allow the camera.',
    },
    missing: { title: 'There is no camera here', text: 'This device has none.' },
    busy: {
      title: 'The camera is in use',
      text: 'Another app or tab has it. Close that one and try again.',
    },
    insecure: {
      title: 'This address gets no camera',
      text: 'Browsers give the camera only to pages with https.',
    },
    unsupported: {
      title: 'This browser gives no camera',
      text: 'It does not let pages use the camera.',
    },
    timeout: {
      title: 'The camera did not open',
      text: 'It gave no answer in time. Try again.',
    },
    ended: {
      title: 'The camera stopped',
      text: 'The system or another app took it away.',
    },
    failed: { title: 'The camera did not open', text: 'Something went wrong with it.' },
  },
  otherwise: 'You can also choose a photo, or use the phone’s own camera.',
  again: 'Try again',
  ownCamera: 'Use the phone’s own camera',
  back: 'Back',
};
