// The start page.
export const home = {
  title: 'Look at a spot, on this device only.',
  lead: 'Lentigo compares a photo of a skin spot with the pictures its model learned from, and says how much it resembles the malignant ones.',
  check: 'Check a spot',
  recentTitle: 'My spots',
  recentOpen: (date: string) => `Spot of ${date}`,
  recentAll: 'All my spots',
  sample: 'Try it with a drawn sample',
  noticeTitle: 'What this is',
  notice:
    'This is a research demo. It cannot tell you whether a spot is cancer, and it is not a medical device.',
  noticeDoctor:
    'A spot that is new, changing, bleeding or sore belongs in front of a doctor, whatever this app shows.',
  private: 'Your photo stays on this device. Nothing is uploaded.',
};
