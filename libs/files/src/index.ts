export * from './directory-tree';
export * from './file-byte-source';
