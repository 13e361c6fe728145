import { expect, it } from '@jest/globals';
import { Problem, type ProblemCode } from '@sigcat/problems';
import { createColors } from 'picocolors';
import { problemText } from './problem-text';

function text(code: ProblemCode): string {
  return problemText(new Problem(code, 'So it is.', { request_id: 'a1\u001b' }), {
    colours: createColors(false),
    width: 100,
  });
}

it('gives the id of the request to whoever reports a fault of the server', () => {
  expect(text('internal-error')).toBe(
    'internal-error: So it is.\n  Report it, with the id of the request.\n  Request a1\\u001b\n',
  );
});

it('gives no id with what is not the fault of the server', () => {
  expect(text('version-not-found')).toBe('version-not-found: So it is.\n  List the versions of the model.\n');
});
