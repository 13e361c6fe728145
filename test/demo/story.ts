/** One command of the story. */
export interface Step {
  /** What the reader is to know before the command. */
  readonly narration: string;
  /** The words behind `sigcat`. */
  readonly words: readonly string[];
  readonly exitCode: number;
  /** What the command has to say for the story to be true. */
  readonly says: readonly string[];
}

/** Happens in a folder with the exports of a model, below `export`, and with a Sigcat that knows nothing yet. */
export const story: readonly Step[] = [
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
];
