import { Injectable } from '@nestjs/common';
import { type OfferFound } from '@sigcat/storage';

/** What searches answer of who offers a signature, as it goes out; remembered as long as the storage remembers the offer. */
@Injectable()
export class OfferTexts {
  private readonly texts = new WeakMap<OfferFound, string>();

  /** A JSON object. */
  of(offer: OfferFound): string {
    const known = this.texts.get(offer);
    if (known !== undefined) return known;
    const { namespace, model, version, key, tagSet, publishedAt } = offer;
    const text = JSON.stringify({
      namespace,
      model,
      version,
      key,
      tag_set: tagSet,
      published_at: publishedAt,
    });
    this.texts.set(offer, text);
    return text;
  }
}
