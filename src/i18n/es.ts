// Spanish. Drafted by a machine: no clinician who speaks it has read it yet.
import type { Dictionary } from './dictionary';
import { about } from './es/about';
import { answer } from './es/answer';
import { app } from './es/app';
import { body } from './es/body';
import { camera } from './es/camera';
import { choose } from './es/choose';
import { crop } from './es/crop';
import { decoding } from './es/decoding';
import { failed } from './es/failed';
import { history } from './es/history';
import { home } from './es/home';
import { install } from './es/install';
import { judging } from './es/judging';
import { questions } from './es/questions';
import { save } from './es/save';
import { settings } from './es/settings';

export const es: Dictionary = {
  app,
  home,
  choose,
  camera,
  decoding,
  crop,
  questions,
  judging,
  answer,
  save,
  history,
  body,
  settings,
  failed,
  about,
  install,
};
