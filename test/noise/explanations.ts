import { type Finding } from '@sigcat/compat';

/** Why findings are there, and whether they are right. */
export interface Explanation {
  /** What the table of pairs calls it by. */
  readonly letter: string;
  readonly title: string;
  readonly covers: (finding: Finding) => boolean;
  /** Markdown. */
  readonly text: string;
}

const script =
  'https://github.com/tensorflow/serving/blob/06fbf878a98c8bd4202e33bc1c097a6ce184d06e/tensorflow_serving/servables/tensorflow/testdata/saved_model_half_plus_two.py';
const mklScript =
  'https://github.com/tensorflow/serving/blob/8f792532bea10d82fd3c3b126412d0546f54ae28/tensorflow_serving/servables/tensorflow/testdata/generate_saved_model_half_plus_two_mkl.py';

const ofMkl = '[1,10,10,1]';
const declared = ['[1]', '[?,1]'];

/** What errors come from with the settings that are the default. */
export const errorExplanations: readonly Explanation[] = [
  {
    letter: 'A',
    title: 'Not every export has `classify_x2_to_y3`',
    covers: ({ rule, signatureKey }) => rule === 'signature-removed' && signatureKey === 'classify_x2_to_y3',
    text: `\`mkl\`, \`azureml\` and \`gpu_trt\` do not have this signature, all others have. Who calls it by its name is told that
there is none. **True.**`,
  },
  {
    letter: 'B',
    title: '`mkl` answers with a hundred numbers for one',
    covers: ({ rule, signatureKey }) => rule === 'regress-api-lost' && signatureKey === 'regress_x_to_y2',
    text: `[The script that made \`mkl\`](${mklScript}) adds a convolution of zeros, so that MKL has something to do. To \`y\` it adds
the first number of the result, \`o2\`; to \`y2\` and \`y3\` it adds by mistake the whole of it, \`o3\` and \`o6\`, of shape
\`[1,10,10,1]\`. TensorFlow Serving's regress API gives one number for each example and refuses a tensor like that.
[A later script](${script}) adds \`o2[0, 0, 0, 0]\`. **True**: the signature alone tells of a mistake in a real model.`,
  },
  {
    letter: 'C',
    title: 'The same mistake, seen by callers of predict',
    covers: ({ rule, before, after }) =>
      rule === 'output-rank-changed' && (before === ofMkl || after === ofMkl),
    text: `Exports of TensorFlow 1 declare \`regress_x_to_y2\` and \`regress_x2_to_y3\` for the regress API, whose answers show no
shapes: between two of them the change of shape is a warning. \`tf2_cpu\` declares them for predict, where the caller gets
the tensor itself. **True.**`,
  },
  {
    letter: 'D',
    title: '`tf2_cpu` declares one number, the others a column of any length',
    covers: ({ rule, before, after }) =>
      ['input-rank-changed', 'output-rank-changed'].includes(rule) &&
      declared.includes(before ?? '') &&
      declared.includes(after ?? ''),
    text: `Its functions say \`float32[1]\` where the others say \`float32[?,1]\`, and no tensor is both: a request that keeps to
the one does not keep to the other, and a server that holds requests against what is declared, as Triton does, refuses it.
TensorFlow Serving does not hold them against it: its guide calls this model with \`{"instances": [1.0, 2.0, 5.0]}\`, of
shape \`[3]\`, which neither declares, and gets three numbers, since the graph takes any shape. **True of what is declared**,
and all that a signature can tell; whoever knows that the graph takes more lets it pass with an approval.`,
  },
  {
    letter: 'E',
    title: 'Only `tf2_cpu` has a default for `x`',
    covers: ({ rule, signatureKey }) =>
      rule === 'input-became-required' && signatureKey === 'serving_default',
    text: `It was exported with a value that stands in for \`x\` where a caller over gRPC leaves it out. With any other export such a
call fails. Over JSON defaults do not count, so there it is \`info\`. **True.**`,
  },
];

/** What is an error with `unknown_shapes: strict` only. */
export const strictExplanation: Explanation = {
  letter: 'S',
  title: 'Later exports record that examples come as a list',
  covers: ({ rule, before, after }) =>
    rule === 'input-rank-restricted' && before === '[...]' && after === '[?]',
  text: `The placeholder of serialized examples was made without a shape up to TensorFlow 1.14, and with \`shape=[None]\` in the
exports of 2.x: the one is \`string[...]\` and the other \`string[?]\`. Nothing changed for callers, since \`ParseExample\`, the
op in those older graphs, never took anything but a list. **False**, in each of the three signatures that take examples,
and why \`warn\` is the default: that something is not recorded does not say that it was promised.`,
};

/** Why findings that are no errors are there, by rule. */
export const harmless: Readonly<Record<string, string>> = {
  'example-spec-opaque':
    'The signature changed and takes serialized examples, whose features no signature shows.',
  'input-became-optional': 'The default of E, come instead of gone.',
  'input-rank-relaxed': 'S the other way round: `string[?]` became `string[...]`.',
  'input-rank-restricted': 'S.',
  'method-name-changed':
    'TensorFlow 2 writes predict for every signature, 1 writes what it was made for. TensorFlow Serving looks at it only when told to.',
  'output-rank-changed': 'B and C between exports whose answers show no shapes.',
  'regress-api-gained': 'B mended.',
  'signature-added': 'A the other way round.',
};
