import { type Approval, type Approvals } from '@sigcat/compat';
import { type ConfigSettings, mergeSettings } from './configs';

/** What the candidates of a model are judged by at one moment. */
export interface Terms {
  /** Those in effect. */
  readonly settings: ConfigSettings;
  readonly approvals: Approvals;
}

/** The columns of {@link termsColumns}. */
export interface TermsRow {
  /** From the farthest level to the nearest. */
  readonly settings: readonly ConfigSettings[] | null;
  readonly approvals: readonly ApprovalRow[] | null;
  readonly now: Date;
}

type ApprovalRow = Omit<Approval, 'expiresAt'> & { readonly expiresAt: string | null };

/** What a table needs to say about a model in namespace $1 and called $2. */
const ofModel = `(namespace, model) IN (('', ''), ($1, ''), ($1, $2))`;

/** SQL, for a query with the model `m`, which may be null, in namespace $1 and called $2: what `termsOf` reads. */
export const termsColumns = `
  (SELECT json_agg(settings ORDER BY namespace <> '', model <> '') FROM config WHERE ${ofModel}) AS settings,
  (SELECT json_agg(json_build_object('fingerprint', fingerprint, 'approver', approver, 'reason', reason,
                                     'expiresAt', expires_at))
    FROM approval WHERE model_id = m.id AND (expires_at IS NULL OR expires_at > statement_timestamp())) AS approvals,
  statement_timestamp() AS now`;

/** SQL for a query as with {@link termsColumns}: the setting `baseline`, null where no level has it. */
export const baselineSetting = `
  (SELECT settings ->> 'baseline' FROM config WHERE ${ofModel} AND settings ->> 'baseline' IS NOT NULL
   ORDER BY model <> '' DESC, namespace <> '' DESC LIMIT 1)`;

export function termsOf({ settings, approvals, now }: TermsRow): Terms {
  return {
    settings: mergeSettings(settings ?? []),
    approvals: {
      approvals: (approvals ?? []).map(({ expiresAt, ...approval }) => ({
        ...approval,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      })),
      now,
    },
  };
}
