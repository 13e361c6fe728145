import descriptor from '@sigcat/proto/saved-model.json';
import { Root } from 'protobufjs/light';
import { fromText } from 'protobufjs/ext/textformat';

const savedModel = Root.fromJSON(descriptor).lookupType('tensorflow.SavedModel');

/**
 * A SavedModel in text format, of which only the fields of saved_model.proto are left, in wire form.
 *
 * @throws Error when the text is not such a message
 */
export function parseText(text: string): Uint8Array {
  return savedModel.encode(fromText(savedModel, text)).finish();
}
