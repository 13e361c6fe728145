/** One thing that happens in the story. */
export type Step = Command | File | Arrival;

interface Told {
  /** What the reader is to know before it. */
  readonly narration: string;
  /** What has to be seen for the story to be true. */
  readonly says: readonly string[];
}

export interface Command extends Told {
  /** The words behind `sigcat`. */
  readonly words: readonly string[];
  readonly exitCode: number;
}

/** A file is shown. */
export interface File extends Told {
  readonly file: string;
}

/** An alert comes to the receiver. */
export interface Arrival extends Told {
  /** The path of the receiver. */
  readonly arrivesAt: string;
}

/**
 * Happens in a folder with the exports of a model, below `export`, and a consumer's declaration, and with a Sigcat that
 * knows nothing yet.
 *
 * @param receiver the address where alerts are taken
 */
export const storyWith = (receiver: string): readonly Step[] => [
  {
    narration: 'A model that scores payments has been exported. This is how it is called:',
    words: ['show', 'export/1'],
    exitCode: 0,
    says: ['serving_default(amount: float32[?,1], country: string[?,1]) -> (score: float32[?,1])'],
  },
  {
    narration: 'Published, it is version 1.',
    words: ['push', 'fraud', 'export/1'],
    exitCode: 0,
    says: ['compatible: fraud@1 is published'],
  },
  {
    narration:
      'The next export takes one input more, which may be left out, and gives one output more: calls over REST break.',
    words: ['push', 'fraud', 'export/2'],
    exitCode: 1,
    says: ['incompatible: fraud@2 is refused', 'input-added-with-default', 'output-added'],
  },
  {
    narration: 'All callers use gRPC. Somebody says so, with a name, for each of the findings:',
    words: ['approve', 'fraud', 'daf812b7121cda94', '--approver', 'ada', '--reason', 'all callers use gRPC'],
    exitCode: 0,
    says: ['daf812b7121cda94'],
  },
  {
    narration: 'And for the other one:',
    words: ['approve', 'fraud', '67925a05f4576873', '--approver', 'ada', '--reason', 'all callers use gRPC'],
    exitCode: 0,
    says: ['67925a05f4576873'],
  },
  {
    narration: 'Now it becomes a version; what was approved stays to be seen.',
    words: ['push', 'fraud', 'export/2'],
    exitCode: 0,
    says: ['compatible: fraud@2 is published', 'input-added-with-default', 'all callers use gRPC'],
  },
  {
    narration: 'The one after that would break whoever calls the model, so it does not become a version.',
    words: ['push', 'fraud', 'export/3'],
    exitCode: 1,
    says: [
      'incompatible: fraud@3 is refused',
      'input-dtype-changed',
      'input-renamed',
      'output-removed',
      'output-dim-changed',
    ],
  },
  {
    narration: 'Those who call version 1 over gRPC need not change anything for what is published now:',
    words: ['diff', 'fraud@1', 'fraud@latest', '--transport', 'tensor'],
    exitCode: 0,
    says: ['compatible: 2 info'],
  },
  {
    narration: 'Version 2 goes to production.',
    words: ['record-deployment', 'fraud@2', '--to', 'production'],
    exitCode: 0,
    says: ['fraud@2 is in production'],
  },
  {
    narration: 'The checkout calls it there. A file in its repository says what it sends and reads:',
    file: 'sigcat.consumer.yaml',
    says: ['consumer: checkout'],
  },
  {
    narration: 'That is declared, and held against version 2 at once.',
    words: ['declare'],
    exitCode: 0,
    says: ['checkout declares 1 use in production'],
  },
  {
    narration: 'It wants to hear of whatever breaks it, and of nothing else.',
    words: ['subscribe', 'consumer:checkout', receiver],
    exitCode: 0,
    says: ['consumer.broken about consumer:checkout'],
  },
  ...['fe62338ca937c8b8', '0fd2b6819575e393', 'e494db85bc9c7a20', '0354273725aa28de'].map(
    (fingerprint, i) => ({
      narration:
        i === 0
          ? 'Bob takes it upon himself to publish version 3 all the same, and approves each of its errors:'
          : 'The next one:',
      words: ['approve', 'fraud', fingerprint, '--approver', 'bob', '--reason', 'new currencies, by Friday'],
      exitCode: 0,
      says: [fingerprint],
    }),
  ),
  {
    narration: 'Nothing stands in its way any more.',
    words: ['push', 'fraud', 'export/3'],
    exitCode: 0,
    says: ['compatible: fraud@3 is published', 'new currencies, by Friday'],
  },
  {
    narration: 'The checkout hears of it at once, and of exactly what hits it:',
    arrivesAt: '/checkout',
    says: ['dev.sigcat.consumer.broken', 'fraud@3 breaks checkout in production', 'input-dtype-changed'],
  },
  {
    narration: 'And whoever is about to deploy it asks first.',
    words: ['can-i-deploy', 'fraud@3', '--to', 'production'],
    exitCode: 1,
    says: ['no: fraud@3 would break somebody in production', 'input-dtype-changed'],
  },
];
