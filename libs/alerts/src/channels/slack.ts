import { type SentAlert } from '../alert';
import { type FindingLine, forPeople } from './for-people';

/** Characters of a header; Block Kit's limit. */
const longestHeader = 150;

const marks: Readonly<Record<SentAlert['level'], string>> = {
  error: ':red_circle:',
  warning: ':large_yellow_circle:',
  info: ':large_blue_circle:',
};

/** A message for an incoming webhook of Slack: blocks of Block Kit, and a text for where these are not shown. */
export function slackMessage(alert: SentAlert): object {
  const { subject, title, findings, footing } = forPeople(alert);
  return {
    text: escaped(title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headerOf(alert.level, subject), emoji: true } },
      { type: 'section', text: { type: 'mrkdwn', text: escaped(title) } },
      ...findings.map((finding) => ({
        type: 'section',
        text: { type: 'mrkdwn', text: findingText(finding) },
      })),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escaped(footing) }] },
    ],
  };
}

function headerOf(level: SentAlert['level'], subject: string): string {
  const room = longestHeader - marks[level].length - 1;
  return `${marks[level]} ${Array.from(subject).slice(0, room).join('')}`;
}

function findingText({ what, change, message }: FindingLine): string {
  return [`*${code(what)}*`, ...(change === undefined ? [] : [code(change)]), escaped(message)].join('\n');
}

/** A backtick would end what stands between two of them. */
function code(text: string): string {
  return `\`${escaped(text.replaceAll('`', "'"))}\``;
}

/** As Slack has it: these three mean something to it. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
