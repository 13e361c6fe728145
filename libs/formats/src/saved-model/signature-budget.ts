import { limitExceeded } from '@sigcat/problems';
import { type ReadLimits } from '../limits';

/** Counts what the signatures of one model cost to decode. */
export class SignatureBudget {
  #bytes = 0;
  #items = 0;

  constructor(readonly limits: ReadLimits) {}

  /** @throws Problem `signatures-too-large` */
  spendBytes(count: number): void {
    this.#bytes += count;
    const value = this.limits.maxSignatureBytes;
    if (this.#bytes <= value) return;
    throw limitExceeded('signatures-too-large', `The signatures take ${this.#bytes} bytes or more`, {
      name: 'maxSignatureBytes',
      value,
    });
  }

  /** @throws Problem `signatures-too-large` */
  spendItems(count: number): void {
    this.#items += count;
    const value = this.limits.maxSignatureItems;
    if (this.#items <= value) return;
    throw limitExceeded('signatures-too-large', `The signatures have ${this.#items} parts or more`, {
      name: 'maxSignatureItems',
      value,
    });
  }

  /** @throws Problem `model-name-too-long` */
  checkName(bytes: number, offset: number): void {
    const value = this.limits.maxNameBytes;
    if (bytes <= value) return;
    throw limitExceeded('model-name-too-long', `The name at byte ${offset} takes ${bytes} bytes`, {
      name: 'maxNameBytes',
      value,
    });
  }
}
