// Arabic. Drafted by a machine: no clinician who speaks it has read it yet.
import type { Dictionary } from './dictionary';
import { about } from './ar/about';
import { answer } from './ar/answer';
import { app } from './ar/app';
import { body } from './ar/body';
import { camera } from './ar/camera';
import { choose } from './ar/choose';
import { crop } from './ar/crop';
import { decoding } from './ar/decoding';
import { failed } from './ar/failed';
import { history } from './ar/history';
import { home } from './ar/home';
import { install } from './ar/install';
import { judging } from './ar/judging';
import { questions } from './ar/questions';
import { save } from './ar/save';
import { settings } from './ar/settings';

export const ar: Dictionary = {
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
