import { configs, type Made } from '@sigcat/contracts';
import { type ConfigLayer, type ConfigSettings } from '@sigcat/storage';

interface Value<T> {
  readonly value: T;
  readonly from: configs.ConfigLevelName;
}

/** The settings in effect, each with the level that it comes from. Layers come from the farthest to the nearest. */
export function effectiveConfig(layers: readonly ConfigLayer[]): Made<typeof configs.effectiveConfig> {
  const nearestFirst = [...layers].reverse();
  const effective = <T>(read: (settings: ConfigSettings) => T | undefined, otherwise: T): Value<T> => {
    for (const { level, settings } of nearestFirst) {
      const value = read(settings);
      if (value !== undefined) return { value, from: level };
    }
    return { value: otherwise, from: 'default' };
  };
  const defaults = configs.settingsAnswer(configs.settingsOf({}));
  return {
    mode: effective(({ mode }) => mode, defaults.mode),
    transport: effective(({ transport }) => transport, defaults.transport),
    unknown_shapes: effective((settings) => settings.unknown_shapes, defaults.unknown_shapes),
    extra_inputs: effective((settings) => settings.extra_inputs, defaults.extra_inputs),
    baseline: effective(({ baseline }) => baseline, defaults.baseline),
    severities: Object.fromEntries(
      layers.flatMap(({ level, settings: { severities = {} } }) =>
        Object.entries(severities).map(([rule, value]) => [rule, { value, from: level }]),
      ),
    ),
    gate_aliases: effective((settings) => settings.gate_aliases, []),
  };
}
