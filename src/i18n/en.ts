// Every sentence a person can read, in English; its shape is the type of all other
// languages. Medical and warning sentences are whole keys: never build them from parts.
import { about } from './en/about';
import { answer } from './en/answer';
import { app } from './en/app';
import { choose } from './en/choose';
import { crop } from './en/crop';
import { decoding } from './en/decoding';
import { failed } from './en/failed';
import { home } from './en/home';
import { judging } from './en/judging';
import { questions } from './en/questions';

export const en = { app, home, choose, decoding, crop, questions, judging, answer, failed, about };
