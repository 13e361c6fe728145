/**
 * Words and the punctuation of sentences, of which nothing is more than it looks like once it is escaped; and
 * `fraud@2`, which mentions nobody.
 */
const prose = /^(?:[\w ,;?()[\]'"=]|[.:](?= |$)|(?<=\d)-(?=\d)|(?<=[A-Za-z\d])@(?=\w))*$/;

/**
 * Text of others for Markdown. What is no plain prose becomes a code span: inside one nothing means anything, neither
 * to Markdown nor to what GitHub and GitLab look for in texts, such as @mentions, #references, links and emoji.
 */
export function markdownText(text: string): string {
  return prose.test(text) ? text.replace(/[_()[\]]/g, '\\$&') : codeSpan(text);
}

/** The text as it is, as code within a line. */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  // One space on either side is taken away again; it keeps backticks apart from the fence.
  return `${fence}${/^[` ]|[` ]$/.test(text) ? ` ${text} ` : text}${fence}`;
}

/** The lines as they are, as a block of code in a language that highlighters know. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
