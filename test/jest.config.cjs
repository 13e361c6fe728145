module.exports = {
  ...require('../jest.preset.cjs')({ name: 'test', database: true, roots: ['<rootDir>'] }),
  // Whole processes start and stop in these.
  testTimeout: 60_000,
};
