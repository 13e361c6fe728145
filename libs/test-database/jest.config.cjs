module.exports = require('../../jest.preset.cjs')({ name: 'test-database', database: true });
