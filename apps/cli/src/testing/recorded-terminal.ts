import { createColors } from 'picocolors';
import { type Stream, type Terminal } from '../terminal';

/** A terminal that keeps what is written to it. */
export class RecordedTerminal implements Terminal {
  readonly out: RecordedStream;
  readonly err: RecordedStream;

  constructor(
    readonly env: Terminal['env'] = {},
    look: Partial<Pick<Stream, 'isTerminal' | 'width'>> = {},
  ) {
    this.out = new RecordedStream(look);
    this.err = new RecordedStream(look);
  }
}

class RecordedStream implements Stream {
  readonly isOpen = (): boolean => true;
  readonly isTerminal: boolean;
  readonly width: number;
  readonly colours;
  text = '';

  constructor({ isTerminal = false, width = 100 }: Partial<Pick<Stream, 'isTerminal' | 'width'>>) {
    this.isTerminal = isTerminal;
    this.width = width;
    this.colours = createColors(isTerminal);
  }

  readonly write = (text: string): void => {
    this.text += text;
  };
}
