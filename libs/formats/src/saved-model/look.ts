import { glance, type GlancedField } from '../wire/glance';

/** Fields of a MetaGraphDef, all of them length-delimited. */
const lastMetaGraphField = 7;

/** From here on other formats keep what makes them (CoreML its kinds of models); TensorFlow is far from it. */
const foreignField = 100;

/**
 * Whether the first bytes of a file look like a serialized SavedModel. It has no magic number and shares its
 * first byte with other protobuf formats; what tells is that its field 2 is a message whose fields are those
 * of a MetaGraphDef.
 */
export function looksLikeSavedModel(head: Uint8Array): boolean {
  const fields = glance(head);
  if (fields.some(({ number, content }) => content && number >= foreignField)) return false;
  const graphs = fields.filter(({ number, content }) => number === 2 && content !== undefined);
  if (graphs.length === 0) return fields.length === 1 && fields[0]?.number === 1 && !fields[0].content;
  return graphs.some(({ content }) => {
    if (!content || content.length === 0) return fields.every(({ number }) => number <= 2);
    return !isPrintable(content) && looksLikeMetaGraph(glance(content));
  });
}

/** CoreML's field 2 has several fields 1, its inputs, and fields 10, its outputs. */
function looksLikeMetaGraph(fields: readonly GlancedField[]): boolean {
  const delimited = fields.filter(({ content }) => content !== undefined);
  return (
    delimited.some(({ number }) => number <= lastMetaGraphField) &&
    delimited.filter(({ number }) => number === 1).length <= 1 &&
    !delimited.some(({ number }) => number > lastMetaGraphField && number < foreignField)
  );
}

/** ONNX's field 2 is a name. Messages have tags and lengths below the space. */
function isPrintable(content: Uint8Array): boolean {
  return content.every((byte) => byte >= 0x20 && byte < 0x7f);
}
