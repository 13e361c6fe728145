export * from './byte-source';
export * from './limits';
export * from './read-artifact';
export * from './read-model';
export { BufferSource } from './sources/buffer-source';
export { tfServingSignatureDefs } from './saved-model/tf-serving-metadata';
