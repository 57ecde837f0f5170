// The frame around every page.
export const app = {
  name: 'Lentigo',
  home: 'Lentigo, start page',
  aboutLink: 'About the model',
  labLink: 'Lab',
  ownModel: (name: string) =>
    `Answers come from a model of your own, ${name}, trained in the Lab on this device. Nobody but you has checked it: its answers may mean nothing.`,
  ownModelBack: 'Back to the shipped model',
  englishOnly: 'The Lab speaks English only so far.',
  pages: 'Pages',
  aboutShort: 'About',
  spotsLink: 'My spots',
  settingsLink: 'Settings',
  draftLanguage:
    'A machine drafted the words in this language. No doctor who speaks it has checked them yet.',
  researchLine: 'For research and education. Not a medical device.',
  updateReady: 'A new version of this app is ready.',
  updateApply: 'Load it now',
  updateHint: 'A photo you are looking at is kept.',
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
};
