// Everything that crosses between the page and the worker that takes pictures in.
import type { CoreErrorCode } from '../core/errors';
import type { Labelling } from '../core/intake/label-pictures';
import type { LabSet, RefusedFile } from '../storage/lab/sets';

/** A file as it was handed over. */
export interface HandedFile {
  /** With its folders, with `/`. */
  readonly path: string;
  readonly file: Blob;
}

/** Page → worker: `gather` or `draw` begins, and there is one import to a worker. */
export type ToIntake =
  | {
      readonly kind: 'gather';
      /** Of a new set, or of one that is to grow. */
      readonly setId: string;
      readonly name: string;
      /** Pictures, tables and zip archives of such. */
      readonly files: readonly HandedFile[];
      /** How many there are, where more follow as `files`. */
      readonly total?: number;
    }
  | { readonly kind: 'files'; readonly files: readonly HandedFile[] }
  | { readonly kind: 'label'; readonly labelling: Labelling }
  | {
      readonly kind: 'draw';
      readonly setId: string;
      readonly name: string;
      readonly count: number;
      readonly malignantShare: number;
      readonly seed: number;
    }
  | { readonly kind: 'cancel' };

/** A table that came with the pictures. */
export interface HandedTable {
  readonly path: string;
  readonly text: string;
}

/** Worker → page. */
export type FromIntake =
  | {
      readonly kind: 'progress';
      readonly stage: 'reading' | 'checking' | 'comparing' | 'drawing';
      readonly done: number;
      /** Null where nobody knows yet, as inside an archive. */
      readonly total: number | null;
    }
  /** Answers `gather`: now somebody has to say what the pictures show. */
  | {
      readonly kind: 'gathered';
      readonly pictures: readonly string[];
      readonly tables: readonly HandedTable[];
      readonly refused: readonly RefusedFile[];
    }
  | { readonly kind: 'done'; readonly set: LabSet }
  /** Of a new set nothing stays, of an old one what it was. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: CoreErrorCode | null; readonly message: string };
