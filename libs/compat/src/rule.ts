import { type Coordinates, type Fact, type FactAt, isAt } from './facts';
import { type Level, type PerTransport, type Transport } from './level';
import { type LevelChoice } from './level-choice';
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
  /**
   * Ids of the rules that the same change falls under with baseline and candidate swapped. What they say there is
   * what this one says of the forward direction.
   */
  readonly mirrors: readonly [string, ...string[]];
  readonly examples: readonly Example[];
}

export interface RuleDefinition<C extends Coordinates> extends RuleText {
  readonly coordinates: C;
  /** Which facts at these coordinates are meant, where it is not all of them. */
  readonly when?: (fact: FactAt<C>) => boolean;
  /** What a change means to callers of the baseline, for each transport. */
  readonly levels: PerTransport<Level | LevelChoice<FactAt<C>>>;
  readonly message: (fact: FactAt<C>) => string;
}

/** What a rule knows of facts: it must be asked only about those that it claims. */
export interface Rule extends RuleText {
  /** Is the fact this rule's business? */
  readonly claims: (fact: Fact) => boolean;
  /** What the change means to callers of the baseline. */
  readonly level: (fact: Fact, transport: Transport, settings: Settings) => Level;
  readonly message: (fact: Fact) => string;
  /** The level in words: what it is, or what it depends on. */
  readonly levelText: (transport: Transport) => string;
}

export function defineRule<const C extends Coordinates>(definition: RuleDefinition<C>): Rule {
  const { when, levels, message, ...text } = definition;
  const own = (fact: Fact): FactAt<C> => {
    if (isAt(text.coordinates, fact)) return fact;
    throw new Error(`${text.id} does not claim ${fact.subject} ${fact.aspect} ${fact.change}`);
  };
  return {
    ...text,
    claims: (fact) => isAt(text.coordinates, fact) && (when === undefined || when(fact)),
    level: (fact, transport, settings) => {
      const level = levels[transport];
      return typeof level === 'string' ? level : level.of(own(fact), settings);
    },
    message: (fact) => message(own(fact)),
    levelText: (transport) => {
      const level = levels[transport];
      return typeof level === 'string' ? level : level.text;
    },
  };
}
