import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Folder } from '../testing/models';
import { UsageError } from '../usage-error';
import { readRepositoryFile } from './read';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

const written = (text: string): string => folder.write('.sigcat.yaml', text);

it('reads what a repository says of itself', () => {
  const path = written(`# Of the model in this folder.
server: https://sigcat.example/registry
model: payments/fraud
against: "@production"
mode: FULL_TRANSITIVE
transport: json
unknown_shapes: strict
extra_inputs: ignore
fail_on: warning
strict: true
`);
  expect(readRepositoryFile(path)).toEqual({
    server: 'https://sigcat.example/registry',
    model: 'payments/fraud',
    against: '@production',
    mode: 'FULL_TRANSITIVE',
    transport: 'json',
    unknown_shapes: 'strict',
    extra_inputs: 'ignore',
    fail_on: 'warning',
    strict: true,
  });
});

it('reads what it approves', () => {
  const path = written(`approvals:
  - fingerprint: 0fd2b6819575e393
    approver: ada
    reason: Nobody calls it yet.
    expires: 2027-01-31
  - { fingerprint: "1234567890123456", approver: bob, reason: so }
`);
  expect(readRepositoryFile(path)).toEqual({
    approvals: [
      {
        fingerprint: '0fd2b6819575e393',
        approver: 'ada',
        reason: 'Nobody calls it yet.',
        expires: '2027-01-31T23:59:59Z',
      },
      { fingerprint: '1234567890123456', approver: 'bob', reason: 'so', expires: null },
    ],
  });
});

it.each([
  ['', {}],
  ['# nothing yet\n', {}],
  ['against: 3\n', { against: '3' }],
  ['against: all', { against: 'all' }],
])('reads %j', (text, expected) => {
  expect(readRepositoryFile(written(text))).toEqual(expected);
});

it.each([
  ['modle: fraud', '1:1: there is no key "modle"; there are server, model,'],
  ['model: fraud\n\n  \nmode: FULL\nmodes: FULL\n', '5:1: there is no key "modes"; '],
  ['__proto__: {}', '1:1: there is no key "__proto__"; '],
  ['1: fraud', '1:1: there is no key 1; '],
  ['model: fraud\nmode: backward', '2:7: mode must be one of BACKWARD, BACKWARD_TRANSITIVE, '],
  ['model: [fraud]', '1:8: model must be fraud or payments/fraud'],
  ['model:\n', '1:7: model must be fraud or payments/fraud'],
  ['model: fraud@3', '1:8: model must be fraud or payments/fraud'],
  ['server: localhost:8420', '1:9: server must be a URL such as http://127.0.0.1:8420'],
  ['against: fraud@3', '1:10: against must be @alias, latest, a number, or all'],
  ['strict: yes', '1:9: strict must be true or false'],
  ['strict: "true"', '1:9: strict must be true or false'],
  ['model: &a fraud\nserver: *a', '2:9: server must be a URL'],
  ['model: fraud\nmodel: spam', '2:1: '],
  ['model: "fraud', '1:14: '],
  ['model: @production', '1:8: '],
  ['- model: fraud', '1:1: must be keys with values'],
  ['model: !!python/name:os fraud', '1:8: '],
  ['approvals: 0fd2b6819575e393', '1:12: approvals must be a list'],
  [
    `approvals:${'\n  - { fingerprint: "0123456789abcdef", approver: a, reason: b }'.repeat(101)}`,
    '102:5: approvals must be at most 100',
  ],
  ['approvals:\n  - 0fd2b6819575e393', '2:5: an approval must be keys with values'],
  [
    'approvals:\n  - fingerprint: 1234567890123456',
    '2:18: fingerprint must be the 16 digits that the report has, in quotes',
  ],
  [
    'approvals:\n  - finger: "0"',
    '2:5: an approval has no key "finger"; there are fingerprint, approver, reason, expires',
  ],
  ['approvals:\n  - approver: ada', '2:5: an approval needs fingerprint: '],
  ['approvals:\n  - reason: " "', '2:13: reason must be why nobody is harmed'],
  ['approvals:\n  - expires: soon', '2:14: expires must be a day such as 2027-01-31'],
  ['model: fraud\n---\nmodel: spam', '2:1: '],
])('refuses %j and says where', (text, expected) => {
  const path = written(text);
  expect(() => readRepositoryFile(path)).toThrow(UsageError);
  expect(() => readRepositoryFile(path)).toThrow(`${path}:${expected}`);
});
