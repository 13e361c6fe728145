import { z } from 'zod';

const perTransport = z.object({ tensor: z.string(), json: z.string() });

export const rule = z
  .object({
    id: z.string(),
    summary: z.string(),
    why: z.string(),
    fix: z.string(),
    coordinates: z.object({ subject: z.string(), aspect: z.string(), change: z.string() }),
    levels: z
      .object({ backward: perTransport, forward: perTransport })
      .describe('Level by direction and transport, and what it depends on.'),
    mirrors: z
      .array(z.string())
      .describe('Rules that the same change falls under with baseline and candidate swapped.'),
    examples: z.array(
      z.object({
        before: z.string(),
        after: z.string(),
        fires: z.boolean().describe('Whether the rule finds something between the two.'),
        note: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Rule' });

export const ruleList = z.object({ items: z.array(rule) });

export const ruleParams = z.object({ id: z.string().max(128) });
