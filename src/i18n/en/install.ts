// The offer to install the app.
export const install = {
  title: 'Keep Lentigo on this device',
  lead: 'It then has its own icon and opens without a network.',
  install: 'Install',
  notNow: 'Not now',
  stepsTitle: 'In Safari:',
  stepShare: 'Tap the Share button.',
  stepAdd: 'Choose “Add to Home Screen”.',
  stepConfirm: 'Tap “Add”.',
  separate:
    'The app on the Home Screen keeps its own list. Spots you saved in Safari stay in Safari.',
  later: 'You can still install it from the menu of your browser.',
  laterIos: 'You can still add it from the Share menu.',
  unavailable: 'The browser did not open its question. Its own menu may offer to install the app.',
  installed: 'Lentigo is on this device now.',
};
