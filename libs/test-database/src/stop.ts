import { stopServer } from './server';

/** Jest's globalTeardown: the other half of start.ts. */
export default stopServer;
