/** What GitHub shows at a line of the log and beside the change. */
export type Annotation = 'error' | 'warning' | 'notice';

/** A workflow command of GitHub Actions, which its runner takes out of the log by the line. */
export function workflowCommand(
  annotation: Annotation,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${annotation} ${given.join(',')}::${escapeData(message)}`;
}

/** A line for the log that no runner takes for a command, be it in today's syntax or in the old one. */
export function plainLine(text: string): string {
  return text.replace(/^(\s*):(?=:)/, '$1\\u003a').replaceAll('##[', '#\\u0023[');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
