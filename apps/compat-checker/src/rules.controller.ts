import { Controller } from '@nestjs/common';
import { catalogue, type Direction, findRule, levelText, type Rule } from '@sigcat/compat';
import { type Made, operations, type rules } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route } from '@sigcat/service';

@Controller()
export class RulesController {
  @Route(operations.listRules)
  list(): Made<typeof rules.ruleList> {
    return { items: catalogue.map(ruleAnswer) };
  }

  @Route(operations.getRule)
  get(@Given(operations.getRule) { params }: Input<typeof operations.getRule>): RuleAnswer {
    const rule = findRule(params.id);
    if (!rule) throw new Problem('rule-not-found', `There is no rule ${params.id}.`);
    return ruleAnswer(rule);
  }
}

type RuleAnswer = Made<typeof rules.rule>;

function ruleAnswer(rule: Rule): RuleAnswer {
  const { id, summary, why, fix, coordinates, mirrors, examples } = rule;
  const levels = (direction: Direction): RuleAnswer['levels'][Direction] => ({
    tensor: levelText(rule, direction, 'tensor'),
    json: levelText(rule, direction, 'json'),
  });
  return {
    id,
    summary,
    why,
    fix,
    coordinates,
    levels: { backward: levels('backward'), forward: levels('forward') },
    mirrors,
    examples,
  };
}
