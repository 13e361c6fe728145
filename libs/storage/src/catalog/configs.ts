import { type Database } from '../database';
import { type Prisma } from '../generated/prisma/client';

/** Settings of one level; what is not set there comes from the level above. */
export type ConfigSettings = Readonly<Record<string, unknown>>;

/** Where settings apply: everywhere, to the models of a namespace, or to one model. */
export interface ConfigLevel {
  readonly namespace?: string;
  readonly model?: string;
}

/** The settings in effect, the nearest level winning. Levels come from the farthest to the nearest. */
export function mergeSettings(levels: readonly ConfigSettings[]): ConfigSettings {
  return Object.assign({}, ...levels) as ConfigSettings;
}

/** Settings by level. */
export class Configs {
  constructor(private readonly database: Database) {}

  async get(level: ConfigLevel): Promise<ConfigSettings | undefined> {
    const row = await this.database.ask((prisma) => prisma.config.findUnique({ where: keyOf(level) }));
    return row ? (row.settings as ConfigSettings) : undefined;
  }

  /** The settings in effect at a level. */
  async effective({ namespace = '', model = '' }: ConfigLevel): Promise<ConfigSettings> {
    const rows = await this.database.ask((prisma) =>
      prisma.config.findMany({
        where: {
          OR: [
            { namespace: '', model: '' },
            { namespace, model: '' },
            { namespace, model },
          ],
        },
      }),
    );
    const farness = (row: { namespace: string; model: string }): number =>
      (row.namespace === '' ? 0 : 1) + (row.model === '' ? 0 : 1);
    rows.sort((a, b) => farness(a) - farness(b));
    return mergeSettings(rows.map((row) => row.settings as ConfigSettings));
  }

  async put(level: ConfigLevel, settings: ConfigSettings): Promise<void> {
    const json = settings as Prisma.InputJsonObject;
    await this.database.ask((prisma) =>
      prisma.config.upsert({
        where: keyOf(level),
        create: { ...levelOf(level), settings: json },
        update: { settings: json, updatedAt: new Date() },
      }),
    );
  }

  /** Resolves to whether there was something to remove. */
  async remove(level: ConfigLevel): Promise<boolean> {
    const { count } = await this.database.ask((prisma) =>
      prisma.config.deleteMany({ where: levelOf(level) }),
    );
    return count > 0;
  }
}

function levelOf({ namespace = '', model = '' }: ConfigLevel): { namespace: string; model: string } {
  return { namespace, model };
}

function keyOf(level: ConfigLevel): { namespace_model: { namespace: string; model: string } } {
  return { namespace_model: levelOf(level) };
}
