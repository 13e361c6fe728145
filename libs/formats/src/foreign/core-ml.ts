import { glance, type GlancedField } from '../wire/glance';

/** Of a Model: its description, and the first of the kinds of models, of which it has one. */
const description = 2;
const firstKind = 200;

/** Of a ModelDescription. */
const input = 1;
const output = 10;
/** Models of several functions have their inputs and outputs in these. */
const functions = 20;

/** Of a FeatureDescription. */
const featureName = 1;
const featureType = 3;

/**
 * Whether the first bytes of a file are those of a CoreML Model (Model.proto): a version in field 1, and then a
 * description of inputs and outputs, each with a name and a type. A SavedModel begins alike, and may have fields of any
 * number that nobody knows, so that a kind of model is not enough to tell; nor is one input, which what is said of a graph
 * can look like.
 */
export function isCoreMl(head: Uint8Array): boolean {
  const fields = glance(head);
  if (fields[0]?.number !== 1 || fields[0].content) return false;
  const described = fields.filter((field) => field.number === description && !hasGraphFields(field));
  const count = (number: number, is = isFeature): number =>
    described.reduce((sum, field) => sum + contentsOf(field, number).filter(is).length, 0);
  const inputs = count(input);
  const hasKind = fields.some(({ number, content }) => content && number >= firstKind);
  return inputs > 1 || count(output) > 0 || (hasKind && (inputs > 0 || count(functions, hasName) > 0));
}

/** A MetaGraphDef is in them; a ModelDescription has no fields between its inputs and its outputs. */
function hasGraphFields({ content }: GlancedField): boolean {
  return glance(content ?? Buffer.alloc(0)).some(({ number }) => number > input && number < output);
}

function isFeature(content: Uint8Array): boolean {
  const hasType = glance(content).some(
    ({ number, content: type }) => number === featureType && type && glance(type).length > 0,
  );
  return hasType && hasName(content);
}

function hasName(content: Uint8Array): boolean {
  return glance(content).some(
    ({ number, content: name }) => number === featureName && name && isPrintable(name),
  );
}

function contentsOf({ content }: GlancedField, wanted: number): Uint8Array[] {
  if (!content) return [];
  return glance(content).flatMap(({ number, content: inner }) => (number === wanted && inner ? [inner] : []));
}

function isPrintable(content: Uint8Array): boolean {
  return content.length > 0 && content.every((byte) => byte >= 0x20);
}
