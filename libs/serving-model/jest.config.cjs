module.exports = require('../../jest.preset.cjs')({ name: 'serving-model' });
