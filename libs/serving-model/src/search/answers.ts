import { type Signature, type TensorSpec } from '@sigcat/core';
import { type Answer } from '../answer';
import { callSizes, settledSize, type Shapes } from '../call-sizes';
import { writesBytes } from '../json-scalar';
import { type JsonRequest, type Request, type TensorRequest } from '../request';
import { resultsOf } from '../server/examples';
import { possibleFailures } from '../server/failures';
import { type Between, rankOf } from './between';
import { dtypesFor, writableFor } from './elements';
import { headAndTail } from './head-and-tail';
import { type Elements, jsonOf, oneByOne, rowCount, tensorsOf } from './messages';
import { shapesFor } from './shapes';

/** Answers that the candidate may give to a request it takes, with all the shapes and elements that matter. */
export function* answersTo(request: Request, pair: Between, candidate: Signature): Generator<Answer> {
  const failures = possibleFailures(candidate, request);
  if (failures.every(({ certain }) => !certain)) {
    if (request.api !== 'predict') yield resultsOf(candidate, request);
    else if (request.transport === 'tensor') yield* tensorAnswers(request, pair, candidate);
    else yield* jsonAnswers(request, pair, candidate);
  }
  for (const { failure } of failures) yield { kind: 'failed', failure };
}

function tensorAnswers(request: TensorRequest, pair: Between, candidate: Signature): Generator<Answer> {
  const outputs = candidate.outputs.filter(({ name }) => request.outputFilter?.includes(name) ?? true);
  return crossed(
    answerShapes(outputs, request, pair, candidate, false),
    oneByOne(outputs, (spec) => dtypesFor(spec, pair.demanded.outputs.get(spec.name))),
    (shapes, dtypes) => ({ kind: 'tensors', outputs: tensorsOf(outputs, shapes, dtypes) }),
  );
}

function jsonAnswers(request: JsonRequest, pair: Between, candidate: Signature): Generator<Answer> {
  const { form } = request;
  const { outputs } = candidate;
  const named = outputs.length > 1;
  return crossed(
    answerShapes(outputs, request, pair, candidate, form === 'row'),
    oneByOne(outputs, (spec) =>
      writableFor(spec, pair.demanded.outputs.get(spec.name), writesBytes(spec.name)),
    ),
    (shapes, scalars) => {
      const message = jsonOf(shapes, scalars, form, named);
      return form === 'row'
        ? { kind: 'predictions', predictions: rowCount(shapes), prediction: message }
        : { kind: 'outputs', outputs: message };
    },
  );
}

/** All shapes with the first elements, and all elements with the first shapes. */
function* crossed<Element>(
  shapes: Iterable<Shapes>,
  elements: Iterable<Elements<Element>>,
  answer: (shapes: Shapes, elements: Elements<Element>) => Answer,
): Generator<Answer> {
  const [first, others] = headAndTail(elements);
  if (first === undefined) return;
  const [closest, changed] = headAndTail(shapes);
  if (closest === undefined) return;
  yield answer(closest, first);
  for (const sizes of changed) yield answer(sizes, first);
  for (const other of others) yield answer(closest, other);
}

function answerShapes(
  outputs: readonly TensorSpec[],
  request: Request,
  { baseline, demanded, freshRank, freshSize }: Between,
  candidate: Signature,
  inRows: boolean,
): Generator<Shapes> {
  const due = callSizes(baseline, request);
  return shapesFor(outputs, {
    settled: callSizes(candidate, request),
    inRows: inRows ? { alike: [], likeRows: false } : undefined,
    agreeableRank: (name) => rankOf(demanded.outputs.get(name)),
    agreeableSize: (name, axis) => {
      const spec = demanded.outputs.get(name);
      return spec && settledSize(spec.shape, axis, due);
    },
    freshRank,
    freshSize: freshSize.answer,
  });
}
