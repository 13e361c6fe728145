import { type Level, type Mode } from '@sigcat/compat';
import { type Database } from '../database';
import { type Prisma } from '../generated/prisma/client';

/** Settings of one level, named as in the API; what is not set there comes from the level above. */
export interface ConfigSettings {
  readonly mode?: Mode | undefined;
  readonly transport?: 'tensor' | 'json' | 'both' | undefined;
  readonly unknown_shapes?: 'warn' | 'strict' | undefined;
  readonly extra_inputs?: 'reject' | 'ignore' | undefined;
  /** `latest` or `@alias`. */
  readonly baseline?: string | undefined;
  /** By the id of the rule. */
  readonly severities?: Readonly<Record<string, Level>> | undefined;
  readonly gate_aliases?: readonly string[] | undefined;
}

/** Where settings apply: everywhere, to the models of a namespace, or to one model. */
export interface ConfigLevel {
  readonly namespace?: string;
  readonly model?: string;
}

/** The settings of a level under the level's name. */
export interface ConfigLayer {
  readonly level: 'global' | 'namespace' | 'model';
  readonly settings: ConfigSettings;
}

/**
 * The settings in effect, the nearest level winning. Levels come from the farthest to the nearest. The severity of
 * each rule is a setting of its own.
 */
export function mergeSettings(levels: readonly ConfigSettings[]): ConfigSettings {
  return levels.reduce<ConfigSettings>(
    (far, near) => ({ ...far, ...near, severities: { ...far.severities, ...near.severities } }),
    {},
  );
}

/** Settings by level. */
export class Configs {
  constructor(private readonly database: Database) {}

  async get(level: ConfigLevel): Promise<ConfigSettings | undefined> {
    const row = await this.database.ask((prisma) => prisma.config.findUnique({ where: keyOf(level) }));
    return row ? (row.settings as ConfigSettings) : undefined;
  }

  /** What is set at a level and at those above it, from the farthest to the nearest. */
  async layers({ namespace = '', model = '' }: ConfigLevel): Promise<ConfigLayer[]> {
    const rows = await this.database.ask((prisma) =>
      prisma.config.findMany({
        where: {
          OR: [
            { namespace: '', model: '' },
            { namespace, model: '' },
            { namespace, model },
          ],
        },
        // The empty names of the farther levels come first.
        orderBy: [{ namespace: 'asc' }, { model: 'asc' }],
      }),
    );
    return rows.map((row) => ({
      level: row.namespace === '' ? 'global' : row.model === '' ? 'namespace' : 'model',
      settings: row.settings as ConfigSettings,
    }));
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
