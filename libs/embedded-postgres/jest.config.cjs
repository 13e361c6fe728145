module.exports = require('../../jest.preset.cjs')({ name: 'embedded-postgres' });
