import { describe, expect, it } from 'vitest';
import type { FileResult } from './picture-scorer';
import { scoreFiles } from './score-files';
import type { ScoreNotes } from './score-notes';

const resultOf = (path: string): FileResult => ({
  ...{ kind: 'read', path, output: { logits: [0, 1], gate: null }, margin: 1 },
  quality: { findings: [] },
});

/** Answers when told to, `atOnce` at a time. */
function fakeScorer(atOnce: number) {
  const waiting = new Map<string, (result: FileResult) => void>();
  return {
    atOnce,
    waiting,
    score: (path: string) => new Promise<FileResult>((done) => void waiting.set(path, done)),
    answer(path: string) {
      waiting.get(path)!(resultOf(path));
      waiting.delete(path);
    },
  };
}

async function pathsOf(results: AsyncIterable<FileResult>): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of results) paths.push(path);
  return paths;
}

describe('scoreFiles', () => {
  it('gives what came of pictures in their order, whichever is done first', async () => {
    const scorer = fakeScorer(3);
    const all = pathsOf(scoreFiles(scorer, ['a', 'b', 'c', 'd']));
    await expect.poll(() => [...scorer.waiting.keys()]).toEqual(['a', 'b', 'c']);
    scorer.answer('c');
    scorer.answer('b');
    // No more than three are under way or not yet taken.
    await new Promise(setImmediate);
    expect([...scorer.waiting.keys()]).toEqual(['a']);
    scorer.answer('a');
    await expect.poll(() => [...scorer.waiting.keys()]).toEqual(['d']);
    scorer.answer('d');
    await expect(all).resolves.toEqual(['a', 'b', 'c', 'd']);
  });

  it('computes nothing that is noted, and notes what it computes', async () => {
    const added: string[] = [];
    const said: string[] = [];
    let isFlushed = false;
    const notes: ScoreNotes = {
      find: async (path) => (path === 'b' ? { ...resultOf(path), margin: 7 } : null),
      add: async ({ path }) => void added.push(path),
      flush: async () => void (isFlushed = true),
    };
    const progress = {
      update: (done: number) => void said.push(`to ${done}`),
      skipTo: (done: number) => void said.push(`past ${done}`),
      end: () => void said.push('end'),
    };
    const scored: string[] = [];
    const scorer = {
      atOnce: 2,
      score: async (path: string): Promise<FileResult> => {
        scored.push(path);
        return path === 'c' ? { kind: 'unreadable', path, reason: 'broken' } : resultOf(path);
      },
    };
    const results: FileResult[] = [];
    const paths = ['a', 'b', 'c', 'd'];
    for await (const result of scoreFiles(scorer, paths, { notes, progress })) results.push(result);
    expect(scored).toEqual(['a', 'c', 'd']);
    expect(added).toEqual(['a', 'd']);
    expect(results[1]).toMatchObject({ path: 'b', margin: 7 });
    expect(results[2]).toMatchObject({ kind: 'unreadable', path: 'c' });
    expect(said).toEqual(['to 1', 'past 2', 'to 3', 'to 4', 'end']);
    expect(isFlushed).toBe(true);
  });

  it('ends with the failure of a picture, after what came before it', async () => {
    const scorer = {
      atOnce: 4,
      score: async (path: string) => {
        if (path === 'b') throw new Error('out of memory');
        await new Promise((later) => setTimeout(later, 20));
        return resultOf(path);
      },
    };
    const paths: string[] = [];
    const all = (async () => {
      for await (const { path } of scoreFiles(scorer, ['a', 'b', 'c'])) paths.push(path);
    })();
    await expect(all).rejects.toThrow('out of memory');
    expect(paths).toEqual(['a']);
  });
});
