import { AsyncLocalStorage } from 'node:async_hooks';
import { type Link } from '../link';
import { type Position } from './position';
import { type Replica } from './replica';

/** A replica, or the primary. */
export type Place = Replica | Link;

/** What somebody who reads is content with. */
export interface Reading {
  /** Has to be among what is read: where the primary was after something that he knows to be written. */
  readonly since: Position;
  /** Where he has begun: what he is told is of one state, and not put together from several. */
  place?: Place;
}

const reading = new AsyncLocalStorage<Reading>();

/** Does work that is content with what one replica knows, which may be a little less than there is. */
export function mayLag<T>(content: Readonly<Reading>, work: () => T): T {
  return readAs({ ...content }, work);
}

/** The same, noting in what is given where it has read. */
export function readAs<T>(content: Reading, work: () => T): T {
  return reading.run(content, work);
}

/** Undefined for work that has to know all there is. */
export function currentReading(): Reading | undefined {
  return reading.getStore();
}
