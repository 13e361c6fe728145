/** A JSON body to show. */
export interface Body {
  /** Well-formed JSON, on one line. */
  readonly text: string;
  /**
   * Whether lists were cut short: `"… 223 more"` then stands for their other elements, which are equal to those
   * shown. Such a body cannot be sent.
   */
  readonly abbreviated: boolean;
}

/** The most elements that are shown of a list with all that is in it. */
const most = 64;

/** JSON text while it grows, with the number of elements that it shows; an empty list counts as one. */
export interface Json extends Body {
  readonly shown: number;
}

export function element(text: string): Json {
  return { text, abbreviated: false, shown: 1 };
}

export function stringElement(value: string): Json {
  return element(JSON.stringify(value));
}

/** A list of `length` equal items, cut short after the first where it would show too much. */
export function repeated(length: number, item: Json): Json {
  if (length * item.shown <= most || length < 2) {
    return {
      text: `[${Array.from({ length }, () => item.text).join(',')}]`,
      abbreviated: length > 0 && item.abbreviated,
      shown: Math.max(1, length * item.shown),
    };
  }
  return { text: `[${item.text},"… ${length - 1} more"]`, abbreviated: true, shown: item.shown };
}

export function list(items: readonly Json[]): Json {
  return joined(`[${items.map(({ text }) => text).join(',')}]`, items);
}

export function object(members: Iterable<readonly [string, Json]>): Json {
  const all = [...members];
  const text = all.map(([name, { text }]) => `${JSON.stringify(name)}:${text}`).join(',');
  return joined(
    `{${text}}`,
    all.map(([, member]) => member),
  );
}

function joined(text: string, parts: readonly Json[]): Json {
  return {
    text,
    abbreviated: parts.some(({ abbreviated }) => abbreviated),
    shown: Math.max(
      1,
      parts.reduce((sum, { shown }) => sum + shown, 0),
    ),
  };
}

export function bodyOf({ text, abbreviated }: Json): Body {
  return { text, abbreviated };
}
