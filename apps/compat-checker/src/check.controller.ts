import { Readable } from 'node:stream';
import { Controller, Inject, Req } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { arrivalOf, Given, type Input, Intake, Route, selectorOf } from '@sigcat/service';
import { Versions } from '@sigcat/storage';
import type { FastifyRequest } from 'fastify';
import { Checker } from './checker';

@Controller()
export class CheckController {
  constructor(
    @Inject(Checker) private readonly checker: Checker,
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Versions) private readonly versions: Versions,
  ) {}

  @Route(operations.checkCompatibility)
  async check(
    @Given(operations.checkCompatibility)
    { params, query, headers }: Input<typeof operations.checkCompatibility>,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { candidate, ...how } = query;
    if (candidate !== undefined) {
      refuseBody(request);
      const { number, digest, signatures } = await this.versions.get(params, selectorOf(candidate));
      return this.checker.check(params, { version: number, digest, signatures }, how);
    }
    const checked = await this.intake.take(
      arrivalOf(request, headers),
      [],
      async ({ artifact: { digest }, content: signatures }) => ({
        outcome: 'checked',
        answer: await this.checker.check(params, { version: null, digest, signatures }, how),
      }),
    );
    return checked.answer;
  }
}

/** @throws Problem `invalid-request`. */
function refuseBody({ body }: FastifyRequest): void {
  if (body === undefined || body === null) return;
  if (body instanceof Readable) body.resume();
  const message = 'must be left out where the query names a candidate';
  throw new Problem('invalid-request', `body: ${message}`, { errors: [{ at: 'body', message }] });
}
