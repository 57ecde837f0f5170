import { describe, expect, it } from 'vitest';
import { parseLabels } from '../data/manifest';
import { presetConfig } from '../run/presets';
import { draftCard } from './draft-card';

const cardOf = (rows: readonly string[]) =>
  draftCard({
    config: presetConfig('small', 'a-model', 1),
    samples: parseLabels(['file,target,split,lesion_id,patient_id', ...rows, ''].join('\n'))
      .samples,
    ...{ from: 'a folder', backbone: 'none' },
  });

describe('draftCard', () => {
  it('says of splits that leak that the figures are too good, and nothing of others', () => {
    const rows = ['a.jpg,benign,train,L1,P1', 'b.jpg,malignant,test,L2,P2'];
    expect(cardOf(rows).limitations.join(' ')).not.toMatch(/too good/);
    expect(cardOf([...rows, 'c.jpg,benign,test,L3,P1']).limitations).toContain(
      'One lesion, patient or group stands in more than one of its splits, so its figures are too good.',
    );
    expect(cardOf([...rows, 'c.jpg,benign,test,L1,P1']).limitations).toContain(
      '2 lesions, patients or groups stand in more than one of its splits, so its figures are too good.',
    );
  });
});
