import { Inject, Injectable } from '@nestjs/common';
import { type Approvals, type Settings } from '@sigcat/compat';
import { configs } from '@sigcat/contracts';
import { Judging, type ModelName } from '@sigcat/storage';
import { type z } from 'zod';

type Chosen = z.output<typeof configs.judgingQuery>;

/** What the candidates of a model are judged by, with what a request puts in the place of settings. */
@Injectable()
export class Terms {
  constructor(@Inject(Judging) private readonly judging: Judging) {}

  async of(
    model: ModelName,
    chosen: Chosen = {},
  ): Promise<{ readonly settings: Settings; readonly approvals: Approvals }> {
    const { settings, approvals } = await this.judging.terms(model);
    return { settings: configs.settingsOf({ ...settings, ...chosen }), approvals };
  }

  async settingsOf(model: ModelName): Promise<Settings> {
    return (await this.of(model)).settings;
  }
}
