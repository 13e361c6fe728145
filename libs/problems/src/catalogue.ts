/** What is fixed about a problem: its HTTP status, its title, and what the reader can do about it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly fix: string;
}

/**
 * Every problem Sigcat reports, by its permanent code. Codes are only ever added: clients switch on them.
 */
export const problems = {
  // The request
  'invalid-request': kind(400, 'The request is not valid', 'Correct what is named.'),
  'invalid-json': kind(
    400,
    'The body is not JSON',
    'Send a JSON body, or the artifact with its own content type.',
  ),
  'invalid-page-token': kind(400, 'The page token is not one of ours', 'Start again from the first page.'),
  'invalid-query': kind(
    400,
    'The query cannot be read',
    'Write it in the notation, as the detail says what was expected where.',
  ),
  'invalid-filter': kind(
    400,
    'The filter cannot be read',
    'Correct it where the detail says what was expected.',
  ),
  'route-not-found': kind(404, 'There is nothing at this address', 'See /openapi.json for what there is.'),
  'method-not-allowed': kind(
    405,
    'The address does not take this method',
    'Use one of those that it takes: see /openapi.json.',
  ),
  'unsupported-media-type': kind(
    415,
    'The content type is not supported',
    'Send JSON, or an artifact as application/octet-stream, application/zip, application/x-tar or application/gzip.',
  ),
  'expectation-failed': kind(
    417,
    'The expectation cannot be met',
    'Send no `Expect`, or `Expect: 100-continue`.',
  ),
  'request-too-large': kind(413, 'The request is too large', 'Send less, or raise SIGCAT_MAX_JSON_BYTES.'),
  'batch-too-large': kind(
    413,
    'Too much is asked for at once',
    'Ask for the rest in another request, or raise the limit that is named.',
  ),
  'headers-too-large': kind(
    431,
    'The address or the headers are too large',
    'Send shorter ones, or raise SIGCAT_MAX_HEADER_BYTES.',
  ),
  'request-timeout': kind(408, 'The request took too long to arrive', 'Try again over a faster connection.'),
  'range-not-satisfiable': kind(
    416,
    'The range lies outside the artifact',
    'Ask for bytes that the artifact has.',
  ),

  // What is asked for
  'model-not-found': kind(404, 'No such model', 'List the models, or publish a first version to create it.'),
  'version-not-found': kind(404, 'No such version', 'List the versions of the model.'),
  'alias-not-found': kind(404, 'No such alias', 'List the aliases of the model, or put this one.'),
  'approval-not-found': kind(404, 'No such approval', 'List the approvals of the model.'),
  'consumer-not-found': kind(404, 'No such consumer', 'List the consumers, or declare this one.'),
  'search-not-found': kind(
    404,
    'No such saved search',
    'List the searches that are saved, or save it first.',
  ),
  'subscription-not-found': kind(404, 'No such subscription', 'List the subscriptions.'),
  'delivery-not-found': kind(404, 'No such delivery', 'List the deliveries.'),
  'signature-not-found': kind(404, 'No such signature', 'List the signatures of the version.'),
  'report-not-found': kind(404, 'No such report', 'Reports exist for published versions.'),
  'rule-not-found': kind(404, 'No such rule', 'List the rules.'),
  'problem-not-found': kind(404, 'No such problem code', 'List the problems.'),
  'config-not-found': kind(
    404,
    'Nothing is configured at this level',
    'Ask for what is in effect (`effective=true`), or put a config.',
  ),

  'requirement-not-met': kind(
    422,
    'The model does not offer what the consumer declares',
    'Correct what is named, or declare the consumer against a version that offers it.',
  ),

  'endpoint-not-allowed': kind(
    422,
    'Nothing may be sent to this endpoint',
    'Name one with https and a public address, or have its network allowed (SIGCAT_ALERT_NETWORKS); for mail, one address.',
  ),
  'email-not-set-up': kind(
    422,
    'This server sends no mail',
    'Subscribe by another channel, or set SIGCAT_SMTP_URL and SIGCAT_SMTP_FROM.',
  ),

  // The artifact
  'empty-artifact': kind(422, 'The artifact is empty', 'Send the bytes of the model.'),
  'artifact-too-large': kind(413, 'The artifact is too large', 'Raise the limit that is named.'),
  'not-a-model': kind(422, 'The artifact is not a model', 'Send a model in a supported format.'),
  'format-not-supported': kind(422, 'The model format is not supported yet', 'Send a TensorFlow SavedModel.'),
  'format-mismatch': kind(422, 'The file name and the content name different formats', 'Rename the file.'),
  'malformed-model': kind(422, 'The model file is damaged', 'Export or copy the model again.'),
  'nesting-too-deep': kind(422, 'The model file nests too deeply', 'Export the model again.'),
  'invalid-shape': kind(422, 'A shape in the model is not valid', 'Export the model again.'),
  'too-many-graphs': kind(422, 'The model has too many graphs', 'Raise the limit that is named.'),
  'too-many-signatures': kind(422, 'The model has too many signatures', 'Raise the limit that is named.'),
  'too-many-tensors': kind(422, 'A signature has too many tensors', 'Raise the limit that is named.'),
  'too-many-dims': kind(422, 'A shape has too many dimensions', 'Raise the limit that is named.'),
  'signatures-too-large': kind(
    422,
    'The signatures of the model are too large',
    'Raise the limit that is named.',
  ),
  'model-name-too-long': kind(
    422,
    'A name inside the model is too long',
    'Export the model with shorter names, or raise the limit that is named.',
  ),
  'model-name-not-storable': kind(
    422,
    'A name inside the model cannot be catalogued',
    'Export the model with names free of NUL and of bidirectional controls.',
  ),
  'reading-timeout': kind(422, 'Reading the model took too long', 'Raise the limit that is named.'),

  // Archives
  'archive-malformed': kind(422, 'The archive is damaged', 'Make the archive again.'),
  'archive-without-model': kind(422, 'The archive holds no model', 'Archive the folder of one model.'),
  'archive-with-several-models': kind(
    422,
    'The archive holds several models',
    'Publish one model at a time.',
  ),
  'archive-encrypted': kind(422, 'The archive is encrypted', 'Make the archive without a password.'),
  'archive-path-outside': kind(422, 'A path leads out of the archive', 'Archive with relative paths.'),
  'archive-link': kind(422, 'The archive holds a link', 'Archive files, not links to them.'),
  'archive-too-many-entries': kind(422, 'The archive has too many entries', 'Raise the limit that is named.'),
  'archive-expands-too-much': kind(
    422,
    'The archive expands too much',
    'Archive the model without padding, or raise the limit that is named.',
  ),

  // Publishing
  'digest-mismatch': kind(400, 'The bytes are not those of the digest', 'Send the artifact again.'),
  'digest-not-supported': kind(
    400,
    'The digest cannot be verified',
    'Send `Repr-Digest: sha-256=:<base64 of 32 bytes>:`.',
  ),
  'upload-incomplete': kind(400, 'The upload ended early', 'Send the artifact again.'),
  'signature-incompatible': kind(
    409,
    'The version would break callers',
    'Mend what the findings name, or have them approved.',
  ),
  'version-exists': kind(
    409,
    'A version with these bytes exists',
    'Use it, or publish anyway (`if_exists=create`, or `--if-exists create`).',
  ),
  'model-not-empty': kind(409, 'The model still has versions', 'Delete its versions first.'),
  'version-in-use': kind(409, 'An alias points to the version', 'Move or delete the alias first.'),
  'alias-gated': kind(
    409,
    'The alias is gated',
    'Move it instead, or take it off the gated aliases of the config first.',
  ),
  'version-not-deleted': kind(
    409,
    'The version is not deleted yet',
    'Delete it first; only then can it be deleted for good.',
  ),
  'subscription-disabled': kind(409, 'The subscription is disabled', 'Enable it first.'),
  'subscription-without-secret': kind(
    409,
    'The subscription has no secret',
    'Only webhooks are signed: subscribe with one.',
  ),
  'subscription-is-a-stream': kind(
    409,
    'The subscription is a stream',
    'Read it at `/api/v1/subscriptions/{id}/stream`, from any alert on.',
  ),
  'edit-conflict': kind(412, 'Somebody else changed it meanwhile', 'Read it again, then repeat the change.'),
  'not-representable': kind(
    422,
    'The signature cannot be said in this protocol',
    'Ask for the signature at /api/v1 instead.',
  ),

  // The server
  'too-many-uploads': kind(503, 'Too many uploads at once', 'Try again in a moment.'),
  'too-many-streams': kind(503, 'Too many streams at once', 'Try again in a moment.'),
  'shutting-down': kind(503, 'The server is shutting down', 'Try again in a moment.'),
  'storage-full': kind(507, 'There is no room left', 'Free or add space, then try again.'),
  'storage-unavailable': kind(503, 'The artifact store does not answer', 'Try again later.'),
  'database-unavailable': kind(503, 'The database does not answer', 'Try again later.'),
  'artifact-missing': kind(500, 'The bytes of the artifact are missing', 'Restore the artifact store.'),
  'internal-error': kind(500, 'Something went wrong inside', 'Report it, with the id of the request.'),

  // The command line
  'file-not-found': kind(400, 'No such file', 'Check the path.'),
  'file-unreadable': kind(400, 'The file cannot be read', 'Check its permissions.'),
  'server-unreachable': kind(503, 'The server does not answer', 'Check `--server` or `SIGCAT_URL`.'),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as ProblemCode[];

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

function kind(status: number, title: string, fix: string): ProblemKind {
  return { status, title, fix };
}
