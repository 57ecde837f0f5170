// The square around the spot, and what is wrong with the picture in it.
import type { QualityProblem } from '../../core/image/quality';

export const crop = {
  title: 'Put the square around the spot',
  lead: 'Leave some skin on all sides. Only what is inside the square goes to the model.',
  photo: 'Your photo',
  drawn: 'A drawn sample',
  group: 'Square around the spot',
  keys: 'Arrow keys move the square, plus and minus change its size, Shift makes bigger steps.',
  position: (side: number, left: number, top: number) =>
    `Square ${side} pixels wide, ${left} from the left, ${top} from the top.`,
  buttons: 'Move and size the square',
  left: 'Move left',
  right: 'Move right',
  up: 'Move up',
  down: 'Move down',
  larger: 'Make larger',
  smaller: 'Make smaller',
  judge: 'Look at this spot',
  anyway: 'Use anyway',
  another: 'Choose another photo',
  blockedTitle: 'This photo cannot be used',
  warnTitle: 'Before you go on',
  good: 'The photo is sharp and bright enough to go on.',
  problem: {
    'too-small': {
      warn: 'The square covers few pixels. Make it larger, or take the photo from closer.',
      block:
        'The square covers too few pixels to see anything. Use a larger photo, taken from closer.',
    },
    blurred: {
      warn: 'The photo looks blurred. Hold the phone still, tap the spot on the screen to focus, and take another.',
      block:
        'The photo is too blurred. Hold the phone still, tap the spot on the screen to focus, and take another.',
    },
    'too-dark': {
      warn: 'The photo is dark. Go near a window or switch on a lamp, and take another.',
      block:
        'The photo is too dark to see anything. Go near a window or switch on a lamp, and take another.',
    },
    'too-bright': {
      warn: 'The photo is very bright. Move away from the lamp or the sun, and take another.',
      block:
        'The photo is too bright to see anything. Move away from the lamp or the sun, and take another.',
    },
    glare: {
      warn: 'Light is shining back from the skin. Tilt the phone a little or switch the flash off, and take another.',
      block:
        'Light is shining back from the skin and hides the spot. Tilt the phone a little or switch the flash off, and take another.',
    },
  } satisfies Record<QualityProblem, Record<'warn' | 'block', string>>,
};
