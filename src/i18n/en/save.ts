// Keeping an answer in My spots.

export const save = {
  save: 'Save to My spots',
  saving: 'Saving',
  saved: 'Saved on this device.',
  open: 'Add where it is, or a note',
  private: 'Photo and answer stay on this device. Nothing is uploaded.',
  failed: {
    'quota-full':
      'There is no room left on this device, so nothing was saved. Delete some of My spots, or other things on the device, and try again.',
    'newer-version':
      'Nothing was saved: a newer version of this app has changed its storage. Load the page again.',
    blocked:
      'Nothing was saved: the app is open in another tab in an older version. Close that tab and try again.',
    unavailable:
      'Nothing was saved: this browser gives the app no storage. In a private window that is normal.',
    failed: 'Nothing was saved: the storage of this browser did not work. Try again.',
  },
  again: 'Try again',
};
