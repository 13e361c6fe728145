/** What can be heard of. Ids are for ever. */
export const alertTypes = [
  'model_version.published',
  'compatibility.broken',
  'compatibility.undecided',
  'alias.moved',
  'consumer.broken',
  'search.matched',
  'subscription.disabled',
] as const;

export type AlertType = (typeof alertTypes)[number];

/** How serious an alert is, the mildest first. */
export const alertLevels = ['info', 'warning', 'error'] as const;

export type AlertLevel = (typeof alertLevels)[number];
