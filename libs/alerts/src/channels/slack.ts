import { type SentAlert } from '../alert';
import { type FindingLine, forPeople } from './for-people';

/** Characters of a header; Block Kit's limit. */
const longestHeader = 150;
/** Characters of a section as they are sent. */
const longestSection = 3_000;
/** Those of the three parts of a finding, each with room for its marks. */
const longestPart = longestSection / 3 - 10;

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
  return `${marks[level]} ${fitting(Array.from(subject), room)}`;
}

function findingText({ what, change, message }: FindingLine): string {
  return [
    `*${code(what)}*`,
    ...(change === undefined ? [] : [code(change)]),
    escaped(message, longestPart),
  ].join('\n');
}

/** A backtick would end what stands between two of them. */
function code(text: string): string {
  return `\`${escaped(text.replaceAll('`', "'"), longestPart)}\``;
}

/** As Slack has it: these three mean something to it. */
function escaped(text: string, room = longestSection): string {
  return fitting(Array.from(text, escapedLetter), room);
}

function escapedLetter(letter: string): string {
  return { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[letter] ?? letter;
}

/** As many letters, from the first, as have room in so many characters; none is cut. */
function fitting(letters: readonly string[], room: number): string {
  let text = '';
  for (const letter of letters) {
    if (text.length + letter.length > room) break;
    text += letter;
  }
  return text;
}
