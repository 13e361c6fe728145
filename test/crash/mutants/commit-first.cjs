// A server that commits a version before it stores the bytes: a kill in between leaves the version without them.
const { Publishing } = require('@sigcat/storage');

const { publish } = Publishing.prototype;
Publishing.prototype.publish = async function (draft, judge, { repeat, store }) {
  let passed = false;
  const pass = async () => {
    passed = true;
  };
  const publication = await publish.call(this, draft, judge, { repeat, ...(store && { store: pass }) });
  if (passed) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await store();
  }
  return publication;
};
