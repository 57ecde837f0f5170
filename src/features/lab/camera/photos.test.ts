import { expect, it } from 'vitest';
import { labelPictures } from '../../../core/intake/label-pictures';
import { handedPhotos, type TakenPhoto } from './photos';

const photo = (number: number, spot: number, target: TakenPhoto['target']): TakenPhoto => ({
  ...{ number, spot, target },
  blob: new Blob([String(number)]),
});

it('says what photos show, and which are of one spot', () => {
  const taken = [photo(1, 1, 'benign'), photo(2, 1, 'benign'), photo(4, 2, 'malignant')];
  const { files, labelling } = handedPhotos(taken, new Date(Date.UTC(2026, 10, 5, 9, 30, 7)));
  const { samples, refused, faults, missing } = labelPictures(
    files.map(({ path }) => path),
    labelling,
    'mine',
  );
  expect([refused, faults, missing]).toEqual([[], [], []]);
  expect(samples.map(({ file, target, lesionId }) => [file, target, lesionId])).toEqual([
    ['benign/photo-20261105-093007-001.jpg', 'benign', '20261105-093007-1'],
    ['benign/photo-20261105-093007-002.jpg', 'benign', '20261105-093007-1'],
    ['malignant/photo-20261105-093007-004.jpg', 'malignant', '20261105-093007-2'],
  ]);
});
