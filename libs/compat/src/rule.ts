import { type Coordinates, type Fact, type FactAt, isAt } from './facts';
import { type Direction, type Level, type LevelChoice, type Levels, type Transport } from './level';
import { type Settings } from './settings';

/** Two models in the notation of `parseModel`, and whether the rule finds something between them. */
export interface Example {
  readonly before: string;
  readonly after: string;
  readonly fires: boolean;
  /** What the example is there to show, where that is not plain. */
  readonly note?: string;
}

/** What there is to read about a rule. */
export interface RuleText {
  /** Permanent: file name, anchor in the manual, and what findings carry. */
  readonly id: string;
  /** What changed, as a headline. */
  readonly summary: string;
  /** Whom it breaks and how, or why it does not. */
  readonly why: string;
  /** What the publisher can do about it. */
  readonly fix: string;
  readonly coordinates: Coordinates;
  readonly examples: readonly Example[];
}

export interface RuleDefinition<C extends Coordinates> extends RuleText {
  readonly coordinates: C;
  /** Which facts at these coordinates are meant, where it is not all of them. */
  readonly when?: (fact: FactAt<C>) => boolean;
  readonly levels: Levels<FactAt<C>>;
  readonly message: (fact: FactAt<C>) => string;
}

/** What a rule says about one fact. */
export interface Claim {
  readonly rule: string;
  readonly message: string;
  readonly level: (direction: Direction, transport: Transport, settings: Settings) => Level;
}

export interface Rule extends RuleText {
  /** Nothing when the fact is not this rule's business. */
  readonly claim: (fact: Fact) => Claim | undefined;
  readonly levelText: (direction: Direction, transport: Transport) => string;
}

export function defineRule<const C extends Coordinates>(definition: RuleDefinition<C>): Rule {
  const { when, levels, message, ...text } = definition;
  return {
    ...text,
    claim: (fact) => {
      if (!isAt(text.coordinates, fact) || when?.(fact) === false) return undefined;
      return {
        rule: text.id,
        message: message(fact),
        level: (direction, transport, settings) => resolve(levels[direction][transport], fact, settings),
      };
    },
    levelText: (direction, transport) => {
      const level = levels[direction][transport];
      return typeof level === 'string' ? level : level.text;
    },
  };
}

function resolve<F>(level: Level | LevelChoice<F>, fact: F, settings: Settings): Level {
  return typeof level === 'string' ? level : level.of(fact, settings);
}
