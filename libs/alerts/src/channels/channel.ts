import { type SentAlert } from '../alert';
import { cloudEventMediaType, cloudEventOf } from '../cloud-event';
import { slackMessage } from './slack';
import { teamsMessage } from './teams';

/** How alerts are sent: as events to programs, or as messages to people. */
export const channels = ['webhook', 'slack', 'teams'] as const;
export type Channel = (typeof channels)[number];

/** What is posted. */
export interface Message {
  readonly body: string;
  readonly mediaType: string;
}

const json = 'application/json; charset=utf-8';

/** @param catalogue the id of the catalogue that raised it */
export function messageOf(alert: SentAlert, channel: Channel, catalogue: string): Message {
  switch (channel) {
    case 'webhook':
      return { body: JSON.stringify(cloudEventOf(alert, catalogue)), mediaType: cloudEventMediaType };
    case 'slack':
      return { body: JSON.stringify(slackMessage(alert)), mediaType: json };
    case 'teams':
      return { body: JSON.stringify(teamsMessage(alert)), mediaType: json };
  }
}

/** Whether receivers can tell who sends; others know by their address, which is a secret. */
export function isSigned(channel: Channel): boolean {
  return channel === 'webhook';
}

/** What may be shown of the address that a channel sends to. */
export function shownEndpoint(url: string, channel: Channel): string {
  return isSigned(channel) ? url.replace(/\?.*$/, '?…') : `${new URL(url).origin}/…`;
}
