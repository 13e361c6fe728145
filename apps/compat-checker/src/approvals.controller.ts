import { Controller, Inject } from '@nestjs/common';
import { type approvals, operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { type ApprovalRecord, Approvals, Models } from '@sigcat/storage';
import { type z } from 'zod';

type ApprovalAnswer = z.input<typeof approvals.approval>;

@Controller()
export class ApprovalsController {
  constructor(
    @Inject(Approvals) private readonly approvals: Approvals,
    @Inject(Models) private readonly models: Models,
  ) {}

  @Route(operations.createApproval)
  async create(
    @Given(operations.createApproval) { params, body }: Input<typeof operations.createApproval>,
  ): Promise<ApprovalAnswer> {
    const { fingerprint, approver, reason, expires_at: expires } = body;
    const expiresAt = expires === null ? null : new Date(expires);
    if (expiresAt && expiresAt.getTime() <= Date.now()) throw pastExpiry();
    return approvalAnswer(await this.approvals.add(params, { fingerprint, approver, reason, expiresAt }));
  }

  @Route(operations.listApprovals)
  async list(
    @Given(operations.listApprovals) { params, query }: Input<typeof operations.listApprovals>,
  ): Promise<object> {
    const page = await this.approvals.list(params, pageRequest(query));
    // An empty list is an answer for a model that is there, and a mistake for one that is not.
    if (page.items.length === 0) await this.models.get(params);
    return pageAnswer(page, approvalAnswer);
  }

  @Route(operations.deleteApproval)
  async remove(
    @Given(operations.deleteApproval) { params }: Input<typeof operations.deleteApproval>,
  ): Promise<void> {
    await this.approvals.remove(params, params.id);
  }
}

function approvalAnswer(approval: ApprovalRecord): ApprovalAnswer {
  return {
    id: approval.id,
    fingerprint: approval.fingerprint,
    approver: approval.approver,
    reason: approval.reason,
    expires_at: approval.expiresAt?.toISOString() ?? null,
    created_at: approval.createdAt.toISOString(),
  };
}

function pastExpiry(): Problem {
  const [at, message] = ['body/expires_at', 'must lie in the future'];
  return new Problem('invalid-request', `${at}: ${message}`, { errors: [{ at, message }] });
}
