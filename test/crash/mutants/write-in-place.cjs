// A store that writes bytes where they are looked for, rather than moving them there whole: a kill leaves a part,
// which the next upload of the same bytes takes for all of them.
const { appendFileSync, existsSync, mkdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { FileArtifactStore } = require('@sigcat/storage');

FileArtifactStore.prototype.stage = async function (artifact) {
  return { put: () => put(this, artifact), discard: async () => undefined };
};

async function put(store, { path, digest }) {
  const hex = digest.slice('sha-256:'.length);
  const place = join(store.folder, hex.slice(0, 2), hex.slice(2));
  if (existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  const bytes = readFileSync(path);
  const half = Math.floor(bytes.length / 2);
  appendFileSync(place, bytes.subarray(0, half));
  await new Promise((resolve) => setTimeout(resolve, 200));
  appendFileSync(place, bytes.subarray(half));
}
