import { z } from 'zod';
import { modelParams, pageOf, paging, text } from './names';

export const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits, as findings have them')
  .describe('Of the finding: the same rule, path, before and after.');

const said = (maxLength: number): z.ZodString => text(maxLength).regex(/\S/, 'must not be blank');

export const approvalPost = z.strictObject({
  fingerprint,
  approver: said(256).describe('Who takes the responsibility.'),
  reason: said(4_096),
  expires_at: z.iso
    .datetime({ offset: true, error: 'must be a time as of RFC 3339' })
    .nullable()
    .default(null)
    .describe('From then on it holds no more; null where it holds for good.'),
});

export const approval = z
  .object({
    id: z.string(),
    fingerprint,
    approver: z.string(),
    reason: z.string(),
    expires_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Approval' });

export const approvalPage = pageOf(approval).meta({ id: 'ApprovalPage' });

export const approvalsQuery = z.strictObject(paging);

export const approvalParams = modelParams.extend({
  id: z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be the id of an approval'),
});
