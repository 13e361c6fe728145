import { startServer } from './server';

/** Jest's globalSetup for projects whose specs need a database. */
export default startServer;
