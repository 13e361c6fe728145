import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings, versionAnswer } from '@sigcat/service';
import { type ModelName, type VersionSelector, Versions } from '@sigcat/storage';
import { LRUCache } from 'lru-cache';

/** Answers on versions as they go out; those asked for most recently are remembered, and good until the version changes. */
@Injectable()
export class VersionTexts {
  private readonly byRevision: LRUCache<string, string>;

  constructor(
    @Inject(Versions) private readonly versions: Versions,
    @Inject(SETTINGS) { maxRememberedChars }: Settings,
  ) {
    this.byRevision = new LRUCache({
      maxSize: maxRememberedChars,
      sizeCalculation: (text, revision) => text.length + revision.length,
    });
  }

  /** In JSON. @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  async of(model: ModelName, selector: VersionSelector): Promise<string> {
    const { number, revision } = await this.versions.revision(model, selector);
    const remembered = this.byRevision.get(revision);
    if (remembered !== undefined) return remembered;
    const version = await this.versions.get(model, { by: 'number', number });
    const text = JSON.stringify(versionAnswer(version));
    // It may have changed since it was asked for, and may change back.
    this.byRevision.set(version.revision, text);
    return text;
  }
}
