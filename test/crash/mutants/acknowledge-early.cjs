// A database that answers COMMIT before it has happened: what was acknowledged can be lost.
const { Database } = require('@sigcat/storage');

const { transaction } = Database.prototype;
Database.prototype.transaction = function (work, options) {
  return new Promise((resolve, reject) => {
    transaction
      .call(
        this,
        async (connection) => {
          const result = await work(connection);
          resolve(result);
          await new Promise((later) => setTimeout(later, 200));
          return result;
        },
        options,
      )
      .catch(reject);
  });
};
