import { Module } from '@nestjs/common';
import { ConfigController } from './config.controller';
import { ReportsController } from './reports.controller';
import { RulesController } from './rules.controller';

/** What judges changes, and the settings by which it does. */
@Module({ controllers: [ReportsController, ConfigController, RulesController] })
export class CheckerModule {}
