// A photo could not be looked at.
export const failed = {
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
};
