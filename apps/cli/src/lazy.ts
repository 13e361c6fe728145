/* eslint-disable @nx/enforce-module-boundaries -- `import()` wants the file's extension, which is not the same in
   source and build; the package's own `imports` give the right file for both. */

/** Code that not every call needs. To load all of it would take longer than most commands do. */
export const lazy = {
  show: () => import('#cli/commands/show'),
  push: () => import('#cli/commands/push'),
  diff: () => import('#cli/commands/diff'),
  check: () => import('#cli/commands/check'),
  rules: () => import('#cli/commands/rules'),
  explain: () => import('#cli/commands/explain'),
  approve: () => import('#cli/commands/approve'),
  search: () => import('#cli/commands/search'),
  find: () => import('#cli/commands/find'),
  searches: () => import('#cli/commands/searches'),
  declare: () => import('#cli/commands/declare'),
  canIDeploy: () => import('#cli/commands/can-i-deploy'),
  recordDeployment: () => import('#cli/commands/record-deployment'),
  subscribe: () => import('#cli/commands/subscribe'),
  subscriptions: () => import('#cli/commands/subscriptions'),
  listen: () => import('#cli/commands/listen'),
  deliveries: () => import('#cli/commands/deliveries'),
  server: () => import('#cli/server'),
  repositoryFile: () => import('#cli/repository-file/read'),
};
