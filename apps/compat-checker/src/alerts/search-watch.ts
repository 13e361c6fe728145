import { Inject, Injectable } from '@nestjs/common';
import { printSignature } from '@sigcat/core';
import {
  type Asked,
  catalogueOf,
  parseSearch,
  search,
  type SearchJson,
  SearchJsonError,
  type Sought,
} from '@sigcat/search';
import { versionAddressed } from '@sigcat/service';
import { Alerts, type ModelName, type VersionRecord, Versions } from '@sigcat/storage';
import { isDeletedMeanwhile } from './deleted-meanwhile';

type NumberedVersion = ModelName & { readonly version: number };

interface AliasGiven {
  readonly alias: string;
  /** Those that the version had already. */
  readonly others?: readonly string[];
}

/** A search that found something, and the signatures it found. */
export interface Matched {
  readonly search: string;
  /** In the notation. */
  readonly signatures: readonly string[];
}

/** Holds versions against the searches that somebody has subscribed to. */
@Injectable()
export class SearchWatch {
  constructor(
    @Inject(Alerts) private readonly alerts: Pick<Alerts, 'searchesListenedTo'>,
    @Inject(Versions) private readonly versions: Pick<Versions, 'get'>,
  ) {}

  /** What finds a version as it is published: without aliases, whatever has come to point to it meanwhile. */
  async findingNew(published: NumberedVersion): Promise<Matched[]> {
    return this.finding(published, (search, version) => search({ ...version, aliases: [] }));
  }

  /** What finds a version since an alias points to it, whatever points to it by now. */
  async findingMoved({ alias, others = [], ...moved }: NumberedVersion & AliasGiven): Promise<Matched[]> {
    return this.finding(moved, (search, version) => {
      if (search({ ...version, aliases: others }).length > 0) return [];
      return search({ ...version, aliases: [...others, alias] });
    });
  }

  private async finding(
    { namespace, model, version: number }: NumberedVersion,
    signaturesBy: (search: (version: VersionRecord) => string[], version: VersionRecord) => string[],
  ): Promise<Matched[]> {
    const watched = await this.alerts.searchesListenedTo();
    if (watched.length === 0) return [];
    const version = await this.versions.get({ namespace, model }, { by: 'number', number });
    const matched: Matched[] = [];
    for (const { name, search: json } of watched) {
      const signatures = signaturesBy(await this.searchOf(json), version);
      if (signatures.length > 0) matched.push({ search: name, signatures });
    }
    return matched;
  }

  /** The signatures of a version that the search finds, in the notation. */
  private async searchOf(json: SearchJson): Promise<(version: VersionRecord) => string[]> {
    try {
      const { sought, filter } = parseSearch(json);
      const asked = await this.askedFor(sought);
      return (version) => {
        const catalogue = catalogueOf([{ ...version, version: version.number }]);
        const { hits } = search(asked, catalogue, filter ? { filter } : {});
        return hits.flatMap(({ offers, signature }) =>
          offers.map(({ key }) => printSignature(key, signature)),
        );
      };
    } catch (error) {
      // A search for drop-ins of a version that has been deleted finds nothing.
      if (error instanceof SearchJsonError || isDeletedMeanwhile(error)) return () => [];
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
