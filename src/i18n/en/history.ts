// The saved checks: all of them, and one.

export const history = {
  title: 'My spots',
  lead: 'The photos and answers you saved. They are on this device only.',
  loading: 'Opening your saved checks.',
  empty: 'A check you save appears here, with its photo and its date.',
  toCheck: 'Check a spot',
  notOpened: {
    'quota-full':
      'Your saved checks could not be opened, because this device has no room left. Delete other things on it and try again.',
    'newer-version':
      'Your saved checks could not be opened: a newer version of this app has changed its storage. Load the page again.',
    blocked:
      'Your saved checks could not be opened: the app is open in another tab in an older version. Close that tab and try again.',
    unavailable:
      'This browser gives the app no storage, so there are no saved checks. In a private window that is normal.',
    failed:
      'Your saved checks could not be opened: the storage of this browser did not work. Try again.',
  },
  again: 'Try again',

  unreadableTitle: 'Not readable',
  unreadable: 'This saved check is damaged and cannot be shown.',

  delete: 'Delete',
  notDeleted: 'It could not be deleted: the storage of this browser did not work. Try again.',
  deleted: 'One check is deleted.',
  undo: 'Undo',
  restored: 'The check is back.',
  notRestored: 'The check could not be put back. Try again before you leave this page.',

  spotTitle: (date: string) => `Spot of ${date}`,
  missingTitle: 'This check is not here',
  missing: 'It was deleted, the browser cleared it away, or the address belongs to another device.',
  toAll: 'All my spots',

  photo: 'Your photo, with the square that the model looked at',
  photoGone:
    'The photo itself is no longer in the storage of this browser. This is the small picture of the square.',
  thumbnail: 'The square that the model looked at',
  pictureGone: 'The picture cannot be shown',
  copy: 'Save a copy of the photo',
  saidBy: (model: string, version: string, when: string) =>
    `So said the model ${model}, version ${version}, on ${when}.`,
  askedTitle: 'What you said of the spot',
  noFlags: 'You said no to every sign that calls for a doctor.',
  photographAgain: 'Photograph this spot again',

  placeTitle: 'Where it is',
  noPlace: 'Not said',
  noteTitle: 'Your note',
  noteHint: 'It saves itself.',
  saved: 'Saved',

  timelineTitle: 'Photos of this spot',
  timelineWarning:
    'The model’s answers on two photos cannot be compared to see whether a spot has grown or changed: light, angle and distance alone change them. Answers of different models can be compared even less. If you see a change, show the spot to a doctor.',
  thisOne: 'This one',
};
