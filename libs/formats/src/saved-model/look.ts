import { isCoreMl } from '../foreign/core-ml';
import { glance, type GlancedField } from '../wire/glance';

/** Fields of a MetaGraphDef, all of them length-delimited. */
const lastMetaGraphField = 7;

/**
 * Whether the first bytes of a file look like a serialized SavedModel. It has no magic number and shares its
 * first byte with other protobuf formats; what tells is that its field 2 is a message whose fields are those
 * of a MetaGraphDef.
 */
export function looksLikeSavedModel(head: Uint8Array): boolean {
  if (isCoreMl(head)) return false;
  const fields = glance(head);
  const graphs = fields.filter(({ number, content }) => number === 2 && content !== undefined);
  if (graphs.length === 0) return isVersionAlone(fields);
  return graphs.some(({ content }) => {
    if (!content || content.length === 0) return fields.every(({ number }) => number <= 2);
    return !isPrintable(content) && looksLikeMetaGraph(glance(content));
  });
}

/** The version that there is, and then a graph: everything that TensorFlow writes begins so. */
const beginning = Buffer.from([1 << 3, 1, (2 << 3) | 2]);

export function beginsLikeSavedModel(head: Uint8Array): boolean {
  return beginning.equals(head.subarray(0, beginning.length));
}

/** A SavedModel without graphs, or with what is none in their place. */
function isVersionAlone(fields: readonly GlancedField[]): boolean {
  return isVersion(fields[0]) && fields.every(({ number, content }) => number <= 2 && !content);
}

/** Whether a version is the first thing in it, which is not much; of a file that is named as a SavedModel it is enough. */
export function hasVersion(head: Uint8Array): boolean {
  return isVersion(glance(head)[0]);
}

function isVersion(field: GlancedField | undefined): boolean {
  return field?.number === 1 && !field.content;
}

/** Fields that nobody knows may stand among them. */
function looksLikeMetaGraph(fields: readonly GlancedField[]): boolean {
  const delimited = fields.filter(({ content }) => content !== undefined);
  return (
    delimited.some(({ number }) => number <= lastMetaGraphField) &&
    delimited.filter(({ number }) => number === 1).length <= 1
  );
}

/** ONNX's field 2 is a name. Messages have tags and lengths below the space. */
function isPrintable(content: Uint8Array): boolean {
  return content.every((byte) => byte >= 0x20 && byte < 0x7f);
}
