import { type SignatureId } from '../catalog/signatures';
import { Conditions } from '../conditions';
import { type Connection } from '../database';
import { newestFirst, offering, offerKey, type OffersWanted } from './offering';
import { type OfferKey } from './offers';
import { type StatementNames } from '../statement-names';

export interface Following extends OffersWanted {
  readonly signature: SignatureId;
  readonly after: OfferKey;
  /** Offers at most. */
  readonly limit: number;
}

/** Who else offers a signature: the next ones after one of them, the newest first. @throws Problem `database-unavailable`. */
export async function offersAfter(
  connection: Connection,
  names: StatementNames,
  { signature, after, limit, ...wanted }: Following,
): Promise<readonly OfferKey[]> {
  const values = new Conditions();
  const { from, where } = offering(wanted, values);
  const [version, graph, position] = after.split('/').map((part) => `${values.value(part)}::bigint`);
  const text = `
    SELECT ${offerKey} AS offer FROM ${from}
    WHERE o.signature_id = ${values.value(signature)} AND ${where} AND o.version_id <= ${version}
      AND (o.version_id < ${version} OR (o.graph_position, o.position) > (${graph}, ${position}))
    ORDER BY ${newestFirst} LIMIT ${limit}`;
  const rows = await connection.run<{ offer: OfferKey }>(names.named(text), values.values);
  return rows.map(({ offer }) => offer);
}
