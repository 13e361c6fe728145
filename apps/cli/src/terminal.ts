import { createColors } from 'picocolors';

export type Colours = ReturnType<typeof createColors>;

/** Where output goes, and how it may look there. */
export interface Stream {
  /** Writes text as it is; the caller ends its lines. */
  readonly write: (text: string) => void;
  /** Whether anybody reads what is written. */
  readonly isOpen: () => boolean;
  readonly isTerminal: boolean;
  readonly colours: Colours;
  /** Characters of a line. */
  readonly width: number;
}

/** All that a command has of the world around it but files and servers. */
export interface Terminal {
  readonly out: Stream;
  readonly err: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly writable?: boolean;
  write(text: string): unknown;
}

/** Where the width of a terminal is not known, or there is none. */
const usualWidth = 100;

export function streamTo(stream: OutputStream, env: Terminal['env']): Stream {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => {
      stream.write(text);
    },
    isOpen: () => stream.writable !== false,
    isTerminal,
    colours: createColors(wantsColours(isTerminal, env)),
    width: stream.columns ?? usualWidth,
  };
}

/** By https://no-color.org, and FORCE_COLOR for output that ends on a terminal by way of another program. */
function wantsColours(isTerminal: boolean, env: Terminal['env']): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'] ?? '';
  return forced === '' ? isTerminal && env['TERM'] !== 'dumb' : forced !== '0';
}
