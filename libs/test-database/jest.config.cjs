const preset = require('../../jest.preset.cjs')({ name: 'test-database', database: true });

module.exports = {
  ...preset,
  // The schema engine's package has ES modules only, which Jest cannot take as they are on Node 20.
  transform: { ...preset.transform, 'schema_engine_bg\\.js$': Object.values(preset.transform)[0] },
  transformIgnorePatterns: ['/node_modules/(?!@prisma/schema-engine-wasm/)'],
};
