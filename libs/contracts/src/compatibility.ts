import { directions, levels, modes, transports } from '@sigcat/compat';
import { z } from 'zod';
import { fingerprint } from './approvals';
import { judgingQuery, judgingSettings } from './config';
import { digest, flag, name, several, versionNumber, versionReference } from './names';

/** Findings that a request may take for approved. */
const maxApproving = 100;

const level = z.enum(levels);

export const verdict = z.enum(['compatible', 'incompatible', 'undecided']);

const perTransport = z.object({ tensor: level, json: level });

const counts = z.object({ error: z.int(), warning: z.int(), info: z.int(), hidden: z.int() });

const none = z.object({ none: z.string().describe('Why there is none.') }).meta({ id: 'None' });

const body = z.union([
  z.object({
    text: z.string(),
    abbreviated: z.boolean().describe('Whether lists are cut short, so that it can be read but not sent.'),
  }),
  none,
]);

const brokenCall = z.object({
  direction: z
    .enum(directions)
    .describe('Whose call it is: that of callers of the baseline (`backward`), or of the candidate.'),
  kind: z
    .enum(['request', 'answer'])
    .describe('A request that is refused now, or an answer that may come now and could not before.'),
  alone: z
    .boolean()
    .describe('Whether other changes hide it, so that the call is one that this change breaks by itself.'),
  notation: z.string().describe('Of an answer, the request first: `f(x: float32[1]) -> (y: float32[2])`.'),
});

const counterexample = z
  .object({
    tensor: z.union([
      brokenCall.extend({ oip: body.describe('As the Open Inference Protocol has it in JSON.') }),
      none,
    ]),
    json: z.union([
      brokenCall.extend({ rest: body.describe("As TensorFlow Serving's REST API has it.") }),
      none,
    ]),
  })
  .meta({ id: 'Counterexample' });

export const finding = z
  .object({
    rule: z.string(),
    level: level.describe('What counts under the settings in question.'),
    levels: z
      .object({ backward: perTransport, forward: perTransport })
      .describe('Whom the change concerns, whatever the settings.'),
    path: z.string().describe('JSON pointer: tag set, signature key, `inputs` or `outputs`, name, what.'),
    tag_set: z.array(z.string()).nullable(),
    signature_key: z.string().nullable(),
    before: z.string().nullable().describe('In the notation; null where there was nothing.'),
    after: z.string().nullable(),
    message: z.string(),
    fingerprint: z
      .string()
      .describe('The same for the same rule, path, before and after. Approvals are bound to it.'),
    approval: z
      .object({ approver: z.string(), reason: z.string(), expires_at: z.iso.datetime().nullable() })
      .optional()
      .describe('There where the finding is approved, and so does not count.'),
    counterexample: counterexample
      .optional()
      .describe(
        'What proves an error, by transport: a call that worked and breaks. Other findings have none.',
      ),
  })
  .meta({ id: 'Finding' });

const summary = {
  verdict: verdict.describe('What the findings come to that are not approved.'),
  mode: z.enum(modes),
  transports: z.array(z.enum(transports)),
  counts: counts.describe('Findings that are not approved, by level.'),
  approved: counts.describe('Findings that are approved, by level.'),
};

const nextVersion = z
  .enum(['major', 'minor', 'patch'])
  .describe('Which part of a semantic version goes up, by what the change means to callers of the baseline.');

const renames = z
  .array(
    z.object({
      subject: z.enum(['signature', 'input', 'output']),
      path: z.string().describe('JSON pointer to what has gone.'),
      from: z.string(),
      to: z.string(),
    }),
  )
  .describe('What seems to have another name now. It makes no finding milder.');

const offending = z.array(versionNumber).describe('Versions that the candidate is incompatible with.');

/** What was found on a candidate, be it against one version or several. */
export const report = z
  .object({
    ...summary,
    baseline_version: versionNumber
      .nullable()
      .describe('The version that callers rely on; null where there was none.'),
    candidate_version: versionNumber,
    compared_with: z
      .array(versionNumber)
      .describe('The baseline, or every earlier version where the mode is transitive.'),
    offending,
    next_version: nextVersion.nullable().describe('Against the baseline; null where there was none.'),
    renames: renames.describe('Against the baseline: what seems to have another name now.'),
    findings: z
      .array(
        finding.extend({ against: z.array(versionNumber).describe('Versions that it was found against.') }),
      )
      .describe('Each once, whatever the number of versions that it was found against; errors first.'),
  })
  .meta({ id: 'Report' });

/** What was found on a candidate against one of several versions. */
const reportAgainst = z
  .object({
    baseline_version: versionNumber,
    ...summary,
    next_version: nextVersion,
    renames,
    findings: z.array(finding),
  })
  .meta({ id: 'ReportAgainst' });

export const check = z
  .object({
    namespace: name,
    model: name,
    candidate_version: versionNumber.nullable().describe('Null for bytes.'),
    candidate_digest: digest.describe('Of the artifact.'),
    settings: judgingSettings.describe('Those in effect, with what the request put in their place.'),
    refused: z.boolean().describe('Whether the gate would refuse the candidate.'),
    ...summary,
    offending,
    reports: z.array(reportAgainst).describe('One for each version compared with, the oldest first.'),
  })
  .meta({ id: 'Check' });

export const approving = several(maxApproving)
  .pipe(z.array(fingerprint))
  .describe(
    'Fingerprints of findings that are judged as if they were approved, as they are to be; in this request alone.',
  );

export const diffQuery = judgingQuery.extend({ from: versionReference, to: versionReference, approving });

export const checkQuery = judgingQuery.extend({
  candidate: versionReference
    .optional()
    .describe('A version that is there already, in place of bytes in the body.'),
  against: z
    .string()
    .regex(
      /^(all|latest|[1-9][0-9]{0,8}|@[A-Za-z][A-Za-z0-9._-]{0,127})$/,
      'must be a number, `latest`, `@alias` or `all`',
    )
    .optional()
    .describe(
      'What to compare with. `latest`: the newest version before the candidate. `all`: every version before ' +
        'it. Left out: what the gate compares with, all for a transitive mode, else the baseline of the settings.',
    ),
  approving,
  new_model: flag.describe('Whether the model need not be there yet: its first version breaks nobody.'),
});
