import { type models } from '@sigcat/contracts';
import { type ModelRecord } from '@sigcat/storage';
import { type z } from 'zod';

/** A model as the API gives it. */
export function modelAnswer(record: ModelRecord): z.input<typeof models.model> {
  return {
    namespace: record.namespace,
    model: record.model,
    description: record.description,
    labels: record.labels,
    latest_version: record.latestVersion,
    aliases: record.aliases,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
  };
}
