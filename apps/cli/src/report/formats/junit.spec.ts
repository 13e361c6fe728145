import { expect, it } from '@jest/globals';
import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom';
import { exitCodeFor } from '../threshold';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

/** The root of a document; the parser stops at the least thing that is wrong. */
function parsed(text: string): Element {
  const parser = new DOMParser({ onError: onWarningStopParsing });
  const { documentElement } = parser.parseFromString(text, 'text/xml');
  if (!documentElement) throw new Error('there is no element');
  return documentElement;
}

function all(element: Element, name: string): Element[] {
  return Array.from(element.getElementsByTagName(name));
}

function children(element: Element): string[] {
  return Array.from(element.childNodes)
    .filter(({ nodeType }) => nodeType === element.ELEMENT_NODE)
    .map(({ nodeName }) => nodeName);
}

function read(text: string): ReadFinding[] {
  return all(parsed(text), 'testcase').flatMap((test) => {
    const [rule = '', path] = (test.getAttribute('name') ?? '').split(' ');
    const isApproved = all(test, 'skipped').length > 0;
    // The test of a check that found nothing.
    return path === undefined ? [] : [{ rule, text: test.textContent ?? '', isApproved }];
  });
}

testFormat('junit', 'junit.xml', read);

/** What the schema that Jenkins checks by (junit-10.xsd of its xUnit plugin) lets elements have. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
  testsuite: [
    ...['name', 'tests', 'failures', 'errors', 'group', 'time', 'skipped', 'timestamp', 'hostname', 'id'],
    ...['package', 'file', 'log', 'url', 'version'],
  ],
  properties: [],
  property: ['name', 'value'],
  testcase: ['name', 'time', 'classname', 'group'],
  skipped: ['type', 'message'],
  failure: ['type', 'message'],
  'system-out': [],
};

it.each(Object.entries(checks))('has the structure that is known of JUnit: %s', (_, check) => {
  const suites = parsed(rendered('junit', check));
  expect(suites.tagName).toBe('testsuites');
  expect(children(suites)).toEqual(['testsuite']);
  const [suite] = all(suites, 'testsuite');
  const tests = all(suites, 'testcase');
  for (const element of [suites, ...(suite ? [suite] : [])]) {
    const count = (name: string): number => Number(element.getAttribute(name));
    expect(count('tests')).toBe(tests.length);
    expect(count('failures')).toBe(all(element, 'failure').length);
    expect(count('errors')).toBe(0);
  }
  expect(suite?.getAttribute('skipped')).toBe(String(all(suites, 'skipped').length));
  for (const element of [suites, ...all(suites, '*')]) {
    const allowed: readonly string[] | undefined = attributes[element.tagName];
    expect(allowed).toEqual(expect.arrayContaining(Array.from(element.attributes, ({ name }) => name)));
  }
  expect(tests.length).toBeGreaterThan(0);
  for (const test of tests) {
    expect(test.getAttribute('classname')).toMatch(/./);
    expect(test.getAttribute('name')).toMatch(/./);
    expect(['', 'failure', 'system-out', 'skipped,system-out']).toContain(children(test).join());
  }
  const names = tests.map(
    (test) => `${test.getAttribute('classname') ?? ''} ${test.getAttribute('name') ?? ''}`,
  );
  expect(new Set(names).size).toBe(names.length);
});

it.each(Object.entries(checks))('fails where the command fails, and nowhere else: %s', (_, check) => {
  const failures = all(parsed(rendered('junit', check)), 'failure');
  expect(failures.length > 0).toBe(exitCodeFor(check) !== 0);
});
