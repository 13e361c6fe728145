/* eslint-disable @nx/enforce-module-boundaries -- `import()` wants the file's extension, which is not the same in
   source and build; the package's own `imports` give the right file for both. */

/** Code that few artifacts need. Loading it would cost those that do not more time than reading them takes. */
export const lazy = {
  zip: () => import('#lazy/archive/zip'),
  tar: () => import('#lazy/archive/tar'),
  textParser: () => import('#lazy/saved-model/text/parser'),
};
