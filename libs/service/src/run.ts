import { type Type } from '@nestjs/common';
import { startService } from './start-service';
import { readSettings, SettingsError } from './settings';
import { startMessage } from './start-message';

/** Runs a service by itself until it is told to stop. A `DATABASE_URL` is required. */
export async function run(name: string, modules: readonly Type[]): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const { databaseUrl } = settings;
    if (databaseUrl === undefined)
      throw new SettingsError(['DATABASE_URL: must be set for a service by itself']);
    const service = await startService(modules, { ...settings, databaseUrl });
    console.log(`${name} listens on ${service.url}`);
    await stopSignal();
    await service.stop();
  } catch (error) {
    console.error(startMessage(error));
    process.exitCode = 1;
  }
}

/** Resolves when the process is asked to end; asked again, it ends at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}
