// What the person knows of the spot, asked before the model looks.
import type { Exclusion, RedFlag } from '../../core/questions';

export const questions = {
  title: 'Before the model looks',
  lead: 'A photo does not show everything. What you know of the spot counts for more than what the model says.',
  flagsTitle: 'What you know of this spot',
  flagsLead: 'A yes here is a reason to see a doctor, whatever the photo looks like.',
  flag: {
    new: 'It is new',
    changing: 'It changes in size, shape or colour',
    bleeding: 'It bleeds',
    crusting: 'It forms crusts',
    itching: 'It itches',
    'not-healed': 'It has not healed for four weeks',
    'unlike-others': 'It looks unlike my other spots',
  } satisfies Record<RedFlag, string>,
  notForTitle: 'What the model has not learned from',
  notForLead: 'With a yes here the model is not asked, because its answer would mean nothing.',
  notFor: {
    'under-18': 'The person is under 18',
    'nail-lip-genital': 'It is on a nail, a lip or the genitals',
    'open-wound': 'It is an open wound',
    'under-hair': 'It lies under hair',
  } satisfies Record<Exclusion, string>,
  yes: 'Yes',
  no: 'No',
  noToAll: 'No to all the others here',
  done: 'Look at this spot',
  skip: 'Skip the questions',
  skipMeans: 'If you skip them, the app cannot warn you about signs that the photo does not show.',
  back: 'Back to the square',
  incomplete: 'Some lines have no answer yet. Answer them, or skip the questions.',
  excludedTitle: 'The model is not made for this',
  excludedWhy: 'It has not learned from pictures like this one, so it was not asked. You said:',
  excludedNext: 'This says nothing about the spot. If it worries you, show it to a doctor.',
  change: 'Change my answers',
  flaggedWhy: 'You said of this spot:',
  flaggedWhatever: 'That is reason enough, whatever the model says below.',
  modelSays: 'What the model says of the photo',
  skipped:
    'You skipped the questions. If the spot is new, changing, bleeding, crusting or itching, has not healed for four weeks or looks unlike your others, show it to a doctor whatever this shows.',
};
