import { type Networks } from '../addresses';
import { type SentAlert } from '../alert';
import { cloudEventMediaType, cloudEventOf } from '../cloud-event';
import { type Endpoint, parseEndpoint } from '../endpoint';
import { parseMailbox } from '../mailbox';
import { emailOf } from './email';
import { slackMessage } from './slack';
import { teamsMessage } from './teams';

/** How alerts come: as events that are sent to programs, as messages to people, or kept for whoever reads the stream. */
export const channels = ['webhook', 'slack', 'teams', 'email', 'stream'] as const;
export type Channel = (typeof channels)[number];

/** Those by which something is sent. */
export type SendingChannel = Exclude<Channel, 'stream'>;

/** What is sent, the same to all who hear of an alert by one channel. */
export interface Message {
  /** Of a mail: one line. */
  readonly subject?: string;
  readonly body: string;
  readonly mediaType: string;
}

const json = 'application/json; charset=utf-8';

/** @param catalogue the id of the catalogue that raised it */
export function messageOf(alert: SentAlert, channel: SendingChannel, catalogue: string): Message {
  switch (channel) {
    case 'webhook':
      return { body: JSON.stringify(cloudEventOf(alert, catalogue)), mediaType: cloudEventMediaType };
    case 'slack':
      return { body: JSON.stringify(slackMessage(alert)), mediaType: json };
    case 'teams':
      return { body: JSON.stringify(teamsMessage(alert)), mediaType: json };
    case 'email': {
      const { subject, text } = emailOf(alert);
      return { subject, body: text, mediaType: 'text/plain; charset=utf-8' };
    }
  }
}

/** Whether receivers can tell who sends; others know by their address, which is a secret, or by their mail server. */
export function isSigned(channel: Channel): boolean {
  return channel === 'webhook';
}

/** Where an operator lets alerts go. */
export interface Destinations {
  /** Not public, and yet to be sent to. */
  readonly networks: Networks;
  /** That mail may be sent to; all where there are none. */
  readonly domains: readonly string[];
}

/** @returns why nothing may be sent there by the channel, as far as the address alone tells */
export function parseEndpointOf(
  channel: SendingChannel,
  text: string,
  { networks, domains }: Destinations,
): Endpoint | string {
  return channel === 'email' ? parseMailbox(text, domains) : parseEndpoint(text, networks);
}

/** What may be shown of the address that a channel sends to. */
export function shownEndpoint(url: string, channel: SendingChannel): string {
  switch (channel) {
    case 'webhook':
      return url.replace(/\?.*$/, '?…');
    case 'slack':
    case 'teams':
      return `${new URL(url).origin}/…`;
    case 'email':
      return url;
  }
}
