import { expect, it } from '@jest/globals';
import { limitExceeded, Problem, problemCodes, problems } from './index';

it('becomes a problem document with its code, title, status and way out', () => {
  const problem = new Problem('model-not-found', 'There is no model default/fraud.', {
    model: 'default/fraud',
  });
  expect(problem.toDocument()).toEqual({
    type: '/problems/model-not-found',
    code: 'model-not-found',
    title: 'No such model',
    status: 404,
    detail: 'There is no model default/fraud.',
    fix: problems['model-not-found'].fix,
    model: 'default/fraud',
  });
});

it('names the limit that was exceeded and its value', () => {
  const problem = limitExceeded('too-many-signatures', '12 signatures', { name: 'maxSignatures', value: 10 });
  expect(problem.toDocument()).toMatchObject({
    detail: '12 signatures; the limit maxSignatures is 10',
    limit: { value: 10 },
  });
});

it.each(problemCodes)('%s is a kebab-case code with an error status, a title and a way out', (code) => {
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(problems[code].status).toBeGreaterThanOrEqual(400);
  expect(problems[code].title).not.toBe('');
  expect(problems[code].fix).toMatch(/\.$/);
  // Who reads it in a terminal sees neither the members of the document nor the headers of the answer.
  expect(problems[code].fix).not.toMatch(/`(errors|findings|limit|request_id|size|Retry-After)`/);
});
