import { Controller } from '@nestjs/common';
import { catalogue, findRule, type Rule } from '@sigcat/compat';
import { operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route } from '@sigcat/service';

@Controller()
export class RulesController {
  @Route(operations.listRules)
  list(): { items: object[] } {
    return { items: catalogue.map(ruleAnswer) };
  }

  @Route(operations.getRule)
  get(@Given(operations.getRule) { params }: Input<typeof operations.getRule>): object {
    const rule = findRule(params.id);
    if (!rule) throw new Problem('rule-not-found', `There is no rule ${params.id}.`);
    return ruleAnswer(rule);
  }
}

function ruleAnswer(rule: Rule): object {
  const { id, summary, why, fix, coordinates, examples } = rule;
  const levels = { backward: { tensor: rule.levelText('backward', 'tensor') } };
  return { id, summary, why, fix, coordinates, levels, examples };
}
