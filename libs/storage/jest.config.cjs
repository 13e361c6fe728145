module.exports = require('../../jest.preset.cjs')({ name: 'storage', database: true });
