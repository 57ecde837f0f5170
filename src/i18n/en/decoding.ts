// The photo is being opened.
export const decoding = {
  title: 'Opening the photo',
  hint: 'This happens on your device.',
  cancel: 'Cancel',
};
