import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Aging } from './aging';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Takes 1, 2, 3 and so on, each of which gets so many seconds old; or fails where told to. */
class Counting {
  failing = false;
  private count = 0;
  readonly aging = new Aging(
    () => (this.failing ? Promise.reject(new Error('away')) : Promise.resolve(++this.count)),
    (what) => what * 1_000,
  );

  async settle(): Promise<void> {
    await jest.advanceTimersByTimeAsync(0);
  }
}

it('is taken once, and anew when it is as old as it may be', async () => {
  const state = new Counting();
  const { aging } = state;
  expect(await Promise.all([aging.get(), aging.get()])).toEqual([1, 1]);
  jest.advanceTimersByTime(999);
  expect(await aging.get()).toBe(1);
  jest.advanceTimersByTime(1);
  // Who asks meanwhile does not wait.
  expect(await Promise.all([aging.get(), aging.get()])).toEqual([1, 1]);
  await state.settle();
  expect(await aging.get()).toBe(2);
  jest.advanceTimersByTime(1_999);
  await aging.get();
  await state.settle();
  expect(await aging.get()).toBe(2);
});

it('is the old one where a new one cannot be had, and asked for again after a while', async () => {
  const state = new Counting();
  expect(await state.aging.get()).toBe(1);
  jest.advanceTimersByTime(1_000);
  state.failing = true;
  expect(await state.aging.get()).toBe(1);
  await state.settle();
  state.failing = false;
  expect(await state.aging.get()).toBe(1);
  await state.settle();
  expect(await state.aging.get()).toBe(1);
  jest.advanceTimersByTime(5_000);
  await state.aging.get();
  await state.settle();
  expect(await state.aging.get()).toBe(2);
});

it('fails where there has been none, and is asked for again by the next one', async () => {
  const state = new Counting();
  state.failing = true;
  await expect(state.aging.get()).rejects.toThrow('away');
  state.failing = false;
  expect(await state.aging.get()).toBe(1);
});
