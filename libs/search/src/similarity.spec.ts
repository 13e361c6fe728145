import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { hasTrigrams, nearest, similarity, similarityThreshold, similarityTo } from './similarity';

describe('similarity', () => {
  // What PostgreSQL 18.4 answers in C.UTF-8.
  it.each([
    ['word', 'two words', 0.36363637],
    ['embeddin', 'embedding', 0.72727275],
    ['embedding', 'embeddings', 0.75],
    ['embedding', 'text_embedding', 0.6666667],
    ['image', 'img', 0.25],
    ['image', 'input_image', 0.54545456],
    ['serving_default', 'serving-default', 1],
    ['serving_default', 'default', 0.5],
    ['inputEmbeds', 'input_embeds', 0.6666667],
    ['Image', 'IMAGE', 1],
    ['input_1', 'input_2', 0.6],
    ['input ids', 'ids mask', 0.2857143],
    ['x:0', 'x', 0.5],
    ['aaab', 'aaac', 0.42857143],
    ['abcde', 'abcfgh', 0.3],
    ['αβγ', 'ΑΒΓ', 1],
    ['İd', 'id', 1],
    ['Straße', 'STRASSE', 0.36363637],
    ['日本語', '日本', 0.4],
    ['_', '_', 0],
    ['', '', 0],
  ])("is PostgreSQL's: %j and %j", (a, b, expected) => {
    expect(similarity(a, b)).toBe(Math.fround(expected));
    expect(similarity(b, a)).toBe(Math.fround(expected));
  });

  it('reaches the threshold where it is 3 in 10', () => {
    expect(similarity('abcde', 'abcfgh')).toBeGreaterThanOrEqual(similarityThreshold);
  });

  it('is 1 between a text and itself as soon as there is a letter or a digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(similarity(text, text)).toBe(hasTrigrams(text) ? 1 : 0);
      }),
    );
    expect(hasTrigrams('-_ x')).toBe(true);
    expect(hasTrigrams('-_ ')).toBe(false);
  });
});

describe('similarity to many texts', () => {
  it('looks into a text once, however many are compared with it', () => {
    const names = Array.from({ length: 50 }, (_, i) => `feature_${i}_of_many`);
    const looks = jest.spyOn(String.prototype, 'toLowerCase');
    for (let asked = 0; asked < 20; asked++) names.forEach(similarityTo(`feature ${asked}`));
    expect(looks.mock.calls.length).toBeLessThanOrEqual(50 + 20);
    looks.mockRestore();
  });

  it('is the same after more has been compared than is kept', () => {
    const before = similarity('embedding', 'embeddings');
    for (let i = 0; i < 30_000; i++) similarity(`feature ${i} of many`, 'embedding');
    expect(similarity('embedding', 'embeddings')).toBe(before);
  });
});

describe('the nearest text', () => {
  it('is the most similar one, the first of several, or none', () => {
    expect(nearest('flaot32', ['float16', 'float32', 'float32'])).toBe('float32');
    expect(nearest('image', ['img', 'xyz'])).toBeUndefined();
  });
});
