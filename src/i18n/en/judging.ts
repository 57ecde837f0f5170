// The model is looking.
export const judging = {
  title: 'Looking at the spot',
  hint: 'All of it happens on your device. The first time can take several seconds.',
  stepModel: 'Get the model ready',
  stepPicture: 'Compare the photo',
  waiting: 'next',
  running: 'now',
  done: 'done',
  seconds: (count: string) => `${count} s`,
  cancel: 'Cancel',
};
