export * from './directory-tree';
export * from './file-byte-source';
export * from './open-artifact';
export * from './pack';
export * from './packed-artifact';
