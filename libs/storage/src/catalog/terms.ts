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

/** SQL for the names of a model. */
interface SqlName {
  readonly namespace: string;
  readonly model: string;
}

const byParameters: SqlName = { namespace: '$1', model: '$2' };

/** What a row of `config` needs to say to be about a model. */
const about = ({ namespace, model }: SqlName): string =>
  `(config.namespace, config.model) IN (('', ''), (${namespace}, ''), (${namespace}, ${model}))`;

/** SQL, for a query with the model `m`, which may be null, of this name: what `termsOf` reads. */
export const termsColumns = (name = byParameters): string => `
  (SELECT json_agg(settings ORDER BY namespace <> '', model <> '') FROM config WHERE ${about(name)}) AS settings,
  (SELECT json_agg(json_build_object('fingerprint', fingerprint, 'approver', approver, 'reason', reason,
                                     'expiresAt', expires_at))
    FROM approval WHERE model_id = m.id AND (expires_at IS NULL OR expires_at > statement_timestamp())) AS approvals,
  statement_timestamp() AS now`;

/** SQL for a query as with {@link termsColumns}: the setting `baseline`, null where no level has it. */
export const baselineSetting = (name: SqlName): string => `
  (SELECT settings ->> 'baseline' FROM config WHERE ${about(name)} AND settings ->> 'baseline' IS NOT NULL
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
