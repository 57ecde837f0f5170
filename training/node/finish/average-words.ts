// The card of an average of networks, from theirs.
import { CoreError } from '../../../src/core/errors';
import type { ModelCard } from '../../../src/core/model/card';
import type { StoredDtype } from '../../../src/core/model/weights';
import { whatItSays } from './draft-card';
import { wordsOf, type CardWords } from './finish-bundle';
import { averageConfig } from './settings';

/**
 * What can be said of the mean of networks before anything is measured. The labels are
 * those of the member that tells most apart.
 * @throws CoreError `config-invalid` for members that see pictures differently, or that
 * learned from other pictures: what is a test picture to one may be known to another.
 */
export function averageWords(
  cards: readonly ModelCard[],
  name: string,
  stored: StoredDtype,
): CardWords {
  const [first] = cards;
  const common: readonly [string, (card: ModelCard) => unknown][] = [
    ['preprocess', (card) => card.preprocess],
    ['provenance.trainingData', (card) => card.provenance.trainingData],
    ['provenance.trainingPictures', (card) => card.provenance.trainingPictures],
    // It draws the split where pictures come without one.
    ['provenance.seed', (card) => card.provenance.seed],
  ];
  for (const [field, valueOf] of common) {
    const values = new Set(cards.map((card) => JSON.stringify(valueOf(card))));
    if (values.size > 1) {
      throw new CoreError(
        'config-invalid',
        `the networks differ in ${field}: ${[...values].join(', ')}`,
      );
    }
  }
  const names = cards.map((card) => `${card.name} ${card.version}`).join(', ');
  const words = wordsOf(first);
  return {
    ...words,
    name,
    version: '0.1.0',
    description: `${whatItSays} The mean of ${cards.length} networks: ${names}.`,
    labels: cards.map(({ labels }) => labels).reduce((a, b) => (b.length > a.length ? b : a)),
    provenance: {
      ...words.provenance,
      backbone: [...new Set(cards.map(({ provenance }) => provenance.backbone))].join('; '),
      config: averageConfig(
        cards.map(({ provenance }) => provenance.config),
        stored,
      ),
      createdAt: new Date().toISOString(),
    },
  };
}
