import { type Facets } from '@sigcat/client';
import { linesOf } from './lines';
import { safeText } from './safe-text';
import { tableText } from './table';

/** Values shown of each facet. */
const shownValues = 8;

/** What there is among what a search has found: a line a facet, the most common value first. */
export function facetsText({ signatures, is_complete: isComplete, facets }: Facets): string {
  if (signatures === 0) return linesOf('nothing found');
  const among = isComplete ? '' : ' first';
  const rows = Object.entries(facets).map(([facet, values]) => {
    const shown = values.slice(0, shownValues).map(({ value, count }) => `${safeText(value)} ${count}`);
    return [
      facet.replaceAll('_', ' '),
      [...shown, ...(values.length > shownValues ? ['...'] : [])].join(', '),
    ];
  });
  return linesOf(`of the${among} ${signatures} signatures found:`, ...tableText(rows));
}
