import { z } from 'zod';

export const problem = z
  .looseObject({
    type: z.string().describe('Address of the page about the code.'),
    code: z.string().describe('Permanent; switch on it.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong in this case, and where.'),
    fix: z.string().describe('What to do about it.'),
    request_id: z.string().optional(),
  })
  .meta({ id: 'Problem' });

export const problemKind = z
  .object({ code: z.string(), status: z.int(), title: z.string(), fix: z.string() })
  .meta({ id: 'ProblemKind' });
