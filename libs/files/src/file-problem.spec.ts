import { expect, it } from '@jest/globals';
import { fileProblem } from './file-problem';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it went wrong, open 'x'`), { code, syscall: 'open' });
}

it.each([
  ['ENOENT', 'file-not-found', 'There is no x.'],
  ['ENOTDIR', 'file-not-found', 'There is no x.'],
  ['EACCES', 'file-unreadable', 'x may not be read by this user.'],
  ['EIO', 'file-unreadable', "x cannot be read: EIO: it went wrong, open 'x'."],
])('%s is %s', (system, code, detail) => {
  expect(fileProblem('x', systemError(system))).toMatchObject({ code, detail });
});

it('leaves other errors alone', () => {
  const error = new TypeError('a mistake of ours');
  expect(fileProblem('x', error)).toBe(error);
});
