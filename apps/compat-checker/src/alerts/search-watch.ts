import { Inject, Injectable } from '@nestjs/common';
import { printSignature } from '@sigcat/core';
import { type Asked, catalogueOf, parseSearch, search, SearchJsonError, type Sought } from '@sigcat/search';
import { versionAddressed } from '@sigcat/service';
import { Alerts, type ModelName, type VersionRecord, Versions } from '@sigcat/storage';
import { Problem } from '@sigcat/problems';

/** A search that found something, and the signatures it found. */
export interface Matched {
  readonly search: string;
  /** In the notation. */
  readonly signatures: readonly string[];
}

/** Holds new versions against the searches that somebody has subscribed to. */
@Injectable()
export class SearchWatch {
  constructor(
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Versions) private readonly versions: Versions,
  ) {}

  async finding(published: ModelName & { readonly version: number }): Promise<Matched[]> {
    const watched = await this.alerts.searchesListenedTo();
    if (watched.length === 0) return [];
    const version = await this.versions.get(published, { by: 'number', number: published.version });
    const matched: Matched[] = [];
    for (const one of watched) {
      const signatures = await this.signaturesFound(one.search, version);
      if (signatures.length > 0) matched.push({ search: one.name, signatures });
    }
    return matched;
  }

  private async signaturesFound(
    json: Parameters<typeof parseSearch>[0],
    version: VersionRecord,
  ): Promise<string[]> {
    try {
      const { sought, filter } = parseSearch(json);
      const catalogue = catalogueOf([{ ...version, version: version.number }]);
      const { hits } = search(await this.askedFor(sought), catalogue, filter ? { filter } : {});
      return hits.flatMap(({ offers, signature }) => offers.map(({ key }) => printSignature(key, signature)));
    } catch (error) {
      // A search for drop-ins of a version that has been deleted finds nothing.
      if (error instanceof SearchJsonError || error instanceof Problem) return [];
      throw error;
    }
  }

  private async askedFor(sought: Sought): Promise<Asked> {
    if (sought.relation !== 'drop-in') return sought;
    const { selector, ...model } = versionAddressed(sought.dropInFor);
    const { signatures } = await this.versions.get(model, selector);
    return { relation: 'drop-in', baseline: signatures, settings: sought.settings };
  }
}
