// The shape of every language: that of English, so that a missing sentence is a compile
// error and there is nothing to fall back from at run time.
import type { en } from './en';

export type Dictionary = typeof en;
