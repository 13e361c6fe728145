import { Module } from '@nestjs/common';
import { Intake } from './intake';
import { SpoolSweeper } from './spool-sweeper';

/** For services that take artifacts in; one process has one intake, whatever the number of its services. */
@Module({ providers: [Intake, SpoolSweeper], exports: [Intake] })
export class IntakeModule {}
