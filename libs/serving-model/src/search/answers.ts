import { type Signature, type TensorSpec } from '@sigcat/core';
import { type Answer } from '../answer';
import { callSizes, settledSize, type Shapes } from '../call-sizes';
import { writesBytes } from '../json-scalar';
import { type JsonRequest, type Request, type TensorRequest } from '../request';
import { resultsOf } from '../server/examples';
import { possibleFailures } from '../server/failures';
import { type Between, find, rankOf } from './between';
import { dtypesFor, writableFor } from './elements';
import { type Elements, jsonOf, oneByOne, rowCount, tensorsOf } from './messages';
import { shapesFor } from './shapes';

/** Answers that the candidate may give to a request it takes, with all the shapes and elements that matter. */
export function answersTo(request: Request, pair: Between, candidate: Signature): Answer[] {
  const failures = possibleFailures(candidate, request);
  const failed = failures.map(({ failure }): Answer => ({ kind: 'failed', failure }));
  if (failures.some(({ certain }) => certain)) return failed;
  if (request.api !== 'predict') return [resultsOf(candidate, request), ...failed];
  const answers =
    request.transport === 'tensor'
      ? tensorAnswers(request, pair, candidate)
      : jsonAnswers(request, pair, candidate);
  return [...answers, ...failed];
}

function tensorAnswers(request: TensorRequest, pair: Between, candidate: Signature): Answer[] {
  const outputs = candidate.outputs.filter(({ name }) => request.outputFilter?.includes(name) ?? true);
  return crossed(
    answerShapes(outputs, request, pair, candidate, false),
    oneByOne(outputs, (spec) => dtypesFor(spec, sought(spec, pair))),
    (shapes, dtypes) => ({ kind: 'tensors', outputs: tensorsOf(outputs, shapes, dtypes) }),
  );
}

function jsonAnswers(request: JsonRequest, pair: Between, candidate: Signature): Answer[] {
  const { form } = request;
  const { outputs } = candidate;
  const named = outputs.length > 1;
  return crossed(
    answerShapes(outputs, request, pair, candidate, form === 'row'),
    oneByOne(outputs, (spec) => writableFor(spec, sought(spec, pair), writesBytes(spec.name))),
    (shapes, scalars) => {
      const message = jsonOf(shapes, scalars, form, named);
      return form === 'row'
        ? { kind: 'predictions', predictions: rowCount(shapes), prediction: message }
        : { kind: 'outputs', outputs: message };
    },
  );
}

/** All shapes with the first elements, and all elements with the first shapes. */
function crossed<Element>(
  shapes: readonly Shapes[],
  [first, ...others]: readonly Elements<Element>[],
  answer: (shapes: Shapes, elements: Elements<Element>) => Answer,
): Answer[] {
  if (first === undefined) return [];
  return [
    ...shapes.map((sizes) => answer(sizes, first)),
    ...shapes.slice(0, 1).flatMap((sizes) => others.map((elements) => answer(sizes, elements))),
  ];
}

function answerShapes(
  outputs: readonly TensorSpec[],
  request: Request,
  { baseline, freshRank, freshSize }: Between,
  candidate: Signature,
  inRows: boolean,
): Shapes[] {
  const due = callSizes(baseline, request);
  return shapesFor(outputs, {
    settled: callSizes(candidate, request),
    inRows,
    agreeableRank: (name) => rankOf(find(baseline.outputs, name)),
    agreeableSize: (name, axis) => {
      const spec = find(baseline.outputs, name);
      return spec && settledSize(spec.shape, axis, due);
    },
    freshRank,
    freshSize: freshSize.answer,
  });
}

/** What the caller expects under the same name. */
function sought({ name }: TensorSpec, { baseline }: Between): TensorSpec | undefined {
  return find(baseline.outputs, name);
}
