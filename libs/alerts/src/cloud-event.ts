import { type SentAlert } from './alert';

/** An envelope by CloudEvents 1.0, in the JSON format, with `level` as an extension. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** Of the alert, whoever it is sent to and however often. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly level: SentAlert['level'];
  readonly data: SentAlert['data'];
}

export const cloudEventMediaType = 'application/cloudevents+json; charset=utf-8';

/** @param catalogue the id of the catalogue that raised it */
export function cloudEventOf(alert: SentAlert, catalogue: string): CloudEvent {
  return {
    specversion: '1.0',
    id: alert.id,
    source: `urn:sigcat:${catalogue}`,
    type: `dev.sigcat.${alert.type}`,
    subject: alert.subject,
    time: alert.raisedAt.toISOString(),
    datacontenttype: 'application/json',
    level: alert.level,
    data: alert.data,
  };
}
