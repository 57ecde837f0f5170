// The card of an average of networks, from theirs.
import { CoreError } from '../errors';
import type { ModelCard } from '../model/card';
import type { StoredDtype } from '../model/weights';
import { whatItSays } from './draft-card';
import { wordsOf, type CardWords } from './finish-bundle';
import { averageConfig } from './settings';

/** What an average is of, and how it is called and stored. */
export interface AverageWordsOptions {
  readonly name: string;
  readonly stored: StoredDtype;
  readonly of: 'answers' | 'weights';
}

/**
 * What can be said of the mean of networks before anything is measured. The labels are
 * those of the member that tells most apart.
 * @throws CoreError `config-invalid` for members that see pictures differently, or that
 * learned from other pictures: what is a test picture to one may be known to another.
 */
export function averageWords(
  cards: readonly ModelCard[],
  { name, stored, of }: AverageWordsOptions,
): CardWords {
  const [first] = cards;
  const common: readonly [string, (card: ModelCard) => unknown][] = [
    // The mean of weights may look at pictures of another size than some of its members.
    ['preprocess', ({ preprocess }) => ({ ...preprocess, ...(of === 'weights' && { sizePx: 0 }) })],
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
    description: `${whatItSays} The mean ${of === 'weights' ? 'of the weights ' : ''}of ${cards.length} networks: ${names}.`,
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
