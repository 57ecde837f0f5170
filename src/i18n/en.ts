// Every sentence a person can read, in English; its shape is the type of all other
// languages. Medical and warning sentences are whole keys: never build them from parts.
import { about } from './en/about';
import { answer } from './en/answer';
import { app } from './en/app';
import { body } from './en/body';
import { camera } from './en/camera';
import { choose } from './en/choose';
import { crop } from './en/crop';
import { decoding } from './en/decoding';
import { failed } from './en/failed';
import { history } from './en/history';
import { home } from './en/home';
import { install } from './en/install';
import { judging } from './en/judging';
import { questions } from './en/questions';
import { save } from './en/save';
import { settings } from './en/settings';

export const en = {
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
