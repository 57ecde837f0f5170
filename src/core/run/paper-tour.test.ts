import { describe, expect, it } from 'vitest';
import { drawnSet } from '../data/drawn-set';
import { drawSplit } from '../data/split';
import { lastSide } from '../model/cnn-spec';
import { configDifferences } from '../train/config-diff';
import { alwaysBenign, drawnForTour, stationNames, tourArms, type TourPicture } from './paper-tour';

const { count, malignantShare, seed } = drawnForTour;
const drawn = drawnSet(count, malignantShare, seed).map(({ sample }) => ({ ...sample, bytes: 9 }));
const set: TourPicture[] = drawSplit(drawn, 1, { train: 0.6, val: 0.4, test: 0 });

function counts(pictures: readonly TourPicture[], split: string) {
  const own = pictures.filter((picture) => picture.split === split);
  const malignant = own.filter(({ target }) => target === 'malignant').length;
  return [own.length - malignant, malignant];
}

describe('tourArms', () => {
  it('differ in what their station asks about, and in nothing else', () => {
    const places = (station: (typeof stationNames)[number]) =>
      configDifferences(tourArms(station, set, 1).map(({ config }) => config)).map(
        ({ path }) => path,
      );
    expect(places('imbalance')).toEqual([]);
    expect(places('depth')).not.toEqual([]);
    expect(places('depth').every((path) => /^network\.convolutions/.test(path))).toBe(true);
    expect(places('optimizer').every((path) => /optimizer|learningRate/.test(path))).toBe(true);
    expect(places('plateau').every((path) => /callbacks/.test(path))).toBe(true);
  });

  it('train on as many pictures twelve to one as one to one, and are judged on the same', () => {
    const [twelve, one] = tourArms('imbalance', set, 1);
    const [benign, malignant] = counts(twelve.pictures, 'train');
    expect(benign / malignant).toBeGreaterThan(11);
    expect(benign / malignant).toBeLessThan(13);
    const [left, right] = counts(one.pictures, 'train');
    expect(left).toBe(right);
    expect(left + right).toBe(benign + malignant);
    const val = (pictures: readonly TourPicture[]) =>
      pictures.filter(({ split }) => split === 'val');
    expect(val(one.pictures)).toEqual(val(twelve.pictures));
    const [many, few] = counts(one.pictures, 'val');
    expect(many / few).toBe(12);
    expect(alwaysBenign(one.pictures, 'val')).toBe(many / (many + few));
  });

  it('are one to one and on the same pictures where balance is not the question', () => {
    for (const station of ['depth', 'optimizer', 'plateau'] as const) {
      const [first, ...rest] = tourArms(station, set, 1);
      const [benign, malignant] = counts(first.pictures, 'train');
      expect(benign).toBe(malignant);
      for (const { pictures } of rest) expect(pictures).toEqual(first.pictures);
    }
  });

  it('leave a pixel to the last convolution, and draw others for another seed', () => {
    for (const { config } of stationNames.flatMap((name) => tourArms(name, set, 1))) {
      const { network, preprocess } = config;
      if (network.kind !== 'cnn') throw new Error(network.kind);
      expect(lastSide({ ...network, sizePx: preprocess.sizePx, labels: 2 })).toBeGreaterThan(0);
    }
    const files = (seed: number) => tourArms('imbalance', set, seed)[0].pictures.map((p) => p.file);
    expect(files(1)).toEqual(files(1));
    expect(files(1)).not.toEqual(files(2));
  });

  it('cut a large set, and take what a small one has', () => {
    const large = Array.from({ length: 20 }, (_, i) =>
      set.map((picture) => ({ ...picture, file: `${i}/${picture.file}` })),
    ).flat();
    for (const station of stationNames) {
      for (const { pictures } of tourArms(station, large, 1)) {
        expect(pictures.length).toBeLessThanOrEqual(700);
      }
      const few = set.filter((_, i) => i % 9 === 0);
      for (const { pictures } of tourArms(station, few, 1)) {
        for (const split of ['train', 'val']) {
          for (const n of counts(pictures, split)) expect(n, station).toBeGreaterThan(0);
        }
      }
    }
  });
});
