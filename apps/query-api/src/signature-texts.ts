import { Inject, Injectable } from '@nestjs/common';
import { type Signature, signatureToJson } from '@sigcat/core';
import { SETTINGS, type Settings } from '@sigcat/service';
import { LRUCache } from 'lru-cache';

/** What searches answer of signatures, as it goes out; of those found most recently it is remembered. */
@Injectable()
export class SignatureTexts {
  private readonly texts: LRUCache<string, string>;

  constructor(@Inject(SETTINGS) { maxRememberedChars }: Settings) {
    this.texts = new LRUCache({
      maxSize: maxRememberedChars,
      sizeCalculation: (text, key) => text.length + key.length,
    });
  }

  /**
   * A JSON object.
   * @param id of the signature, which never changes
   */
  of(id: string, key: string, signature: Signature): string {
    const known = this.texts.get(`${id} ${key}`);
    if (known !== undefined) return known;
    const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
    const { notation, digest, inputs, outputs } = signatureToJson({
      key,
      methodName: '',
      signature,
      bindings,
    });
    const text = JSON.stringify({ notation, digest, inputs, outputs });
    this.texts.set(`${id} ${key}`, text);
    return text;
  }
}
