/** What can be wrong with one value, seen from a tensor spec. */
export type ValueObjection =
  | 'wrong-encoding'
  | 'wrong-dtype'
  | 'not-json'
  | 'out-of-range'
  | 'wrong-rank'
  | 'wrong-size'
  /** Two axes that one symbol ties together have different sizes. */
  | 'unequal-sizes';

/** What of a request's address a version does not have. */
export type AddressObjection = 'no-such-graph' | 'no-such-signature';

/** Why a server does not take a request. */
export type RefusalReason =
  | AddressObjection
  /** The signature's structure does not fit the classify or regress API. */
  | 'no-such-api'
  | 'unknown-input'
  | 'missing-input'
  /** The output filter names what is not there, or something twice. */
  | 'unknown-output'
  | 'repeated-output'
  /** REST cannot call a signature that has no inputs. */
  | 'no-inputs'
  | 'no-instances'
  /** Values without names bind to the only input, and there are several. */
  | 'names-needed'
  | ValueObjection;

/** Why a server that took a request fails with it, or may. */
export type FailureReason =
  | 'no-outputs'
  | 'output-not-dense'
  | 'output-not-json'
  /**
   * The same of a dtype that is not recorded. Who calls over JSON all the same has seen it work: such a caller copes with
   * this now and then, but not with an output that never is JSON.
   */
  | 'unrecorded-not-json'
  /** The row form prints outputs row by row: they need rows, at least one, and equally many. */
  | 'output-without-rows'
  | 'no-rows'
  | 'rows-differ'
  /** The classify and regress APIs have fixed messages, into which an output does not go. */
  | 'unfit-dtype'
  | 'unfit-shape'
  /** There are not as many labels as scores. */
  | 'classes-differ';

/** Why a caller cannot go on with an answer. */
export type ComplaintReason =
  | AddressObjection
  | FailureReason
  | 'missing-output'
  /** Not as many rows came back as were sent. */
  | 'wrong-rows'
  /** One output is printed as bare values, several as objects by name. */
  | 'names-expected'
  | 'names-unexpected'
  | 'missing-field'
  /** Another form of answer than that of the request. */
  | 'wrong-form'
  | ValueObjection;

/** What is wrong, at which tensor, and at which of its axes. */
export interface Objection<Reason extends string> {
  readonly reason: Reason;
  readonly tensor?: string;
  readonly axis?: number;
}

export type Refusal = Objection<RefusalReason>;
export type Failure = Objection<FailureReason>;
export type Complaint = Objection<ComplaintReason>;

export type Ruling<O extends Objection<string>> =
  { readonly ok: true } | { readonly ok: false; readonly objection: O };

export function rulingOf<O extends Objection<string>>(objection: O | undefined): Ruling<O> {
  return objection === undefined ? fine : { ok: false, objection };
}

const fine = { ok: true } as const;
