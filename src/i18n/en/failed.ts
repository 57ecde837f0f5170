// A photo could not be looked at.
import type { UndecodableReason } from '../../core/errors';

export const failed = {
  title: {
    unreadable: 'This file could not be opened as a picture',
    replaced: 'The app stopped working on this photo',
    model: 'The model could not be loaded',
    backend: 'This browser cannot run the model',
    unknown: 'The photo could not be looked at',
  },
  unreadable: {
    empty: 'The file is empty.',
    'file-too-large': 'The file is larger than 40 MB.',
    'no-pixels': 'The picture has no pixels.',
    'too-many-pixels': 'The picture has more pixels than this app can open.',
    incomplete: 'The picture file is incomplete: its end is missing.',
    damaged: 'The picture is damaged.',
    heic: 'This is a HEIC picture, which browsers cannot read. Save it as JPEG first; on an iPhone, set Camera > Formats to “Most Compatible”.',
    avif: 'This is an AVIF picture. Save it as JPEG or PNG first.',
    video: 'This is a video, not a picture. Take a photo instead.',
    gif: 'This is a GIF picture. Use a photo in JPEG or PNG.',
    svg: 'This is a drawing (SVG), not a photo.',
    pdf: 'This is a PDF. Use the photo itself.',
    'not-a-picture': 'This file is not a JPEG, PNG or WebP picture.',
    'out-of-memory': 'The browser has no memory left for this picture.',
  } satisfies Record<UndecodableReason, string>,
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
};
