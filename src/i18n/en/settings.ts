// What a person can set, and what the app keeps on the device.

export const settings = {
  title: 'Settings',

  languageTitle: 'Language',
  languageOfBrowser: 'As the browser has it',
  languageDraft: 'drafted by a machine',
  languageFailed:
    'The words of that language could not be loaded. Check the network and choose it again.',

  themeTitle: 'Colours',
  theme: { system: 'As the device has it', light: 'Light', dark: 'Dark' },

  notKept: {
    'quota-full': 'This holds until you close the page: there is no room left on this device.',
    'newer-version':
      'This holds until you close the page: a newer version of this app has changed its storage. Load the page again.',
    blocked:
      'This holds until you close the page: the app is open in another tab in an older version. Close that tab.',
    unavailable: 'This holds until you close the page: this browser gives the app no storage.',
    failed: 'This holds until you close the page: the storage of this browser did not work.',
  },

  storageTitle: 'Storage',
  used: (used: string, quota: string) =>
    `${used} of about ${quota} in use, the app itself included.`,
  usedOnly: (used: string) => `${used} in use, the app itself included.`,
  usedUnknown: 'This browser does not tell how much room the app takes.',
  savedChecks: (count: string) => `Saved checks: ${count}`,
  savedUnknown: 'How many checks are saved could not be found out.',
  persistent: 'The browser keeps all of it until you delete it.',
  notPersistent:
    'The browser may clear it away when the device runs out of room. Safari also does so after seven days without a visit, unless the app is on the Home Screen.',
  persistenceUnknown: 'This browser does not tell whether it may clear it away.',
  askToPersist: 'Ask the browser to keep it',
  refused:
    'The browser did not agree. It may do so later, when you have used the app more often or installed it.',
  cannotAsk: 'This browser cannot be asked.',

  eraseTitle: 'Delete everything',
  eraseLead: 'Removes from this device all that the app has put there.',
  erase: 'Delete everything',
  confirmTitle: 'Delete everything from this device?',
  confirmList: [
    'all your saved photos, answers and notes',
    'a check you have not finished',
    'your settings',
    'the stored app, with which it opens without a network',
  ],
  confirmFinal: 'This cannot be undone. Nobody has a copy.',
  confirm: 'Yes, delete everything',
  cancel: 'Cancel',
  erasing: 'Deleting',
  erasedTitle: 'Everything is deleted',
  partlyTitle: 'Not everything could be deleted',
  erased: 'Deleted:',
  notErased: 'Not deleted:',
  parts: {
    database: 'saved photos, answers, notes and settings',
    caches: 'the stored app',
    serviceWorker: 'what starts the app without a network',
    localStorage: 'small notes of the app, such as that you did not want to install it',
  },
  blockedHint: 'Another tab holds it. Close all other tabs of this app and try again.',
  refusedHint:
    'The browser refused. Try again, or clear the data of this site in the settings of the browser.',
  next: 'On your next visit the app loads itself from the network again, and stores itself.',
  again: 'Try again',
  toHome: 'To the start page',

  aboutTitle: 'About',
  aboutModel: 'About the model',
  version: (version: string) => `Lentigo ${version}`,
};
