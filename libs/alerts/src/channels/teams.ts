import { type SentAlert } from '../alert';
import { type FindingLine, forPeople, shownFindings } from './for-people';

const colours: Readonly<Record<SentAlert['level'], string>> = {
  error: 'attention',
  warning: 'warning',
  info: 'accent',
};

/** Bytes of a message; what is larger Teams refuses. */
const mostBytes = 28_000;

/**
 * A message for a workflow of Microsoft Teams that posts what it is sent: an Adaptive Card, with as many findings as
 * there is room for.
 */
export function teamsMessage(alert: SentAlert): object {
  for (let findings = shownFindings; ; findings--) {
    const message = messageWith(alert, findings);
    if (findings === 0 || Buffer.byteLength(JSON.stringify(message)) <= mostBytes) return message;
  }
}

function messageWith(alert: SentAlert, most: number): object {
  const { subject, title, findings, footing } = forPeople(alert, most);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(subject, { size: 'large', weight: 'bolder', color: colours[alert.level] }),
            block(title),
            ...findings.flatMap(findingBlocks),
            block(footing, { isSubtle: true, size: 'small' }),
          ],
        },
      },
    ],
  };
}

function findingBlocks({ what, change, message }: FindingLine): object[] {
  return [
    block(what, { weight: 'bolder', separator: true }),
    ...(change === undefined ? [] : [block(change, { fontType: 'monospace' })]),
    block(message),
  ];
}

function block(text: string, look: object = {}): object {
  return { type: 'TextBlock', text: plain(text), wrap: true, ...look };
}

/** Text blocks take some Markdown, which names of tensors are full of. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]]/g, '\\$&');
}
