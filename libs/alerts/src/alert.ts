import { type AlertLevel, type AlertType } from './alert-type';

/** Something that matters to somebody. It is said once, and sent to each who subscribed to it. */
export interface Alert {
  /** Decimal digits; later ones are higher. */
  readonly id: string;
  readonly type: AlertType;
  readonly level: AlertLevel;
  /** What it is about, such as `payments/fraud@3`. */
  readonly subject: string;
  readonly data: AlertData;
  readonly raisedAt: Date;
}

/** What is sent: an alert, or what only looks like one. */
export interface SentAlert extends Omit<Alert, 'type'> {
  readonly type: AlertType | 'test';
}

export interface AlertData {
  /** All of it in one sentence. */
  readonly title: string;
  readonly [member: string]: unknown;
}

/** One that is to be raised. */
export interface NewAlert extends Pick<Alert, 'type' | 'level' | 'subject' | 'data'> {
  /** Tells alerts of one type apart that one event raises: whose requirement, which search. */
  readonly of: string;
  /** Those whose subscribers hear of it. */
  readonly topics: readonly string[];
}

/** What shows that a subscription's endpoint hears and understands. */
export function testAlertOf(id: string, subscription: string): SentAlert {
  return {
    id,
    type: 'test',
    level: 'info',
    subject: `subscriptions/${subscription}`,
    data: { title: 'This is a test: nothing has happened.' },
    raisedAt: new Date(),
  };
}
