// What a person is asked before a photo is judged: signs that call for a doctor whatever
// a model says, and cases the model has not learned from. Keys only; the words are in i18n.

/**
 * Signs to be shown to a doctor: change (the E of ABCDE), elevation and growth of nodules
 * (EFG), the "ugly duckling", bleeding, itch, and a sore of more than four weeks.
 */
export const redFlags = [
  'new',
  'changing',
  'bleeding',
  'crusting',
  'itching',
  'not-healed',
  'unlike-others',
] as const;
export type RedFlag = (typeof redFlags)[number];

/** Who and what the model is not for: none of its pictures, or too few, show them. */
export const exclusions = ['under-18', 'nail-lip-genital', 'open-wound', 'under-hair'] as const;
export type Exclusion = (typeof exclusions)[number];

/** What the person said. Skipping is allowed, and shown with the answer. */
export type Answers =
  | { readonly kind: 'skipped' }
  | {
      readonly kind: 'answered';
      /** Those answered with yes. */
      readonly redFlags: readonly RedFlag[];
      readonly exclusions: readonly Exclusion[];
    };

/** Whether the model must not be asked at all. */
export function isExcluded(answers: Answers): boolean {
  return answers.kind === 'answered' && answers.exclusions.length > 0;
}

/** The signs that call for a doctor; none where the questions were skipped. */
export function raisedFlags(answers: Answers): readonly RedFlag[] {
  return answers.kind === 'answered' ? answers.redFlags : [];
}
