import { Problem } from '@sigcat/problems';
import {
  type Asked,
  type ParsedSearch,
  parseSearch,
  type SearchJson,
  SearchJsonError,
  type Sought,
} from '@sigcat/search';
import { versionAddressed } from '@sigcat/service';
import { type Versions } from '@sigcat/storage';

const codes = { q: 'invalid-query', filter: 'invalid-filter', published_since: 'invalid-filter' } as const;

/**
 * @param place where the search is written, such as `query`
 * @throws Problem `invalid-query` or `invalid-filter`, saying where the text is wrong and what was expected.
 */
export function readSearch(json: SearchJson, place: string): ParsedSearch {
  try {
    return parseSearch(json);
  } catch (error) {
    if (!(error instanceof SearchJsonError)) throw error;
    const { member, mistake } = error;
    const { position, expected, message } = mistake;
    const errors = [{ at: `${place}/${member}`, message }];
    throw new Problem(codes[member], message, { errors, position, expected });
  }
}

/** What is asked, with the model that drop-ins are looked for of. @throws Problem as `Versions.get`. */
export async function askedFor(sought: Sought, versions: Versions): Promise<Asked> {
  if (sought.relation !== 'drop-in') return sought;
  const { dropInFor, ...dropIn } = sought;
  const { selector, ...model } = versionAddressed(dropInFor);
  const { signatures } = await versions.get(model, selector);
  return { ...dropIn, baseline: signatures };
}
