export * from './byte-source';
export * from './limits';
export * from './read-artifact';
export * from './read-model';
export { BufferSource } from './sources/buffer-source';
export { ForwardSource } from './sources/forward-source';
export { ReadAhead } from './sources/read-ahead';
export { SubRange } from './sources/sub-range';
export { tfServingSignatureDefs } from './saved-model/tf-serving-metadata';
