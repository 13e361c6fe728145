import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Problem } from '@sigcat/problems';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { artifactMediaTypes } from './artifact-body';
import { letCachesKnow } from './caching';
import { answerClientError } from './client-error';
import { compressAnswers } from './compression';
import { closeUnused, connectionOptions, endSilence } from './connections';
import { boundHeapGrowth } from './heap';
import { type Metrics } from './metrics';
import { NestLog } from './nest-log';
import { ProblemFilter, sendProblem } from './problem.filter';
import { refuseEarly } from './refuse-early';
import { readFromReplicas } from './replica-reads';
import { openRuntime, type Runtime } from './runtime';
import { RuntimeModule } from './runtime.module';
import { ServiceController } from './service.controller';
import { type Settings } from './settings';

/** A service that listens. */
export interface RunningService {
  /** Where it listens, such as `http://127.0.0.1:8420`. */
  readonly url: string;
  readonly runtime: Runtime;
  readonly fastify: FastifyInstance;
  /** Takes no more requests, lets those under way finish for `drainMs`, then closes everything. */
  stop(): Promise<void>;
}

/** Room for a signature key in a path, percent-encoded. */
const maxPathParameter = 200_000;

/** Starts a service that serves the given modules, once the database is up to date. */
export async function startService(
  modules: readonly Type[],
  settings: Settings & { readonly databaseUrl: string },
): Promise<RunningService> {
  boundHeapGrowth(settings.heapGrowthPercent);
  const runtime = await openRuntime(settings);
  const stopping = new AbortController();
  let app: NestFastifyApplication | undefined;
  try {
    app = await createApp(modules, runtime, stopping.signal);
    stopping.signal.addEventListener('abort', closeUnused(app.getHttpServer()));
    await app.listen(settings.port, settings.host);
    const running = app;
    return {
      url: await running.getUrl(),
      runtime,
      fastify: running.getHttpAdapter().getInstance(),
      stop: async () => {
        stopping.abort();
        const end = performance.now() + settings.drainMs;
        await drain(running, settings.drainMs);
        // Whoever asked for what PostgreSQL still does has been cut off by then.
        await runtime.database.close(Math.max(0, end - performance.now()));
      },
    };
  } catch (error) {
    // What its modules began must not keep the process alive.
    await app?.close();
    await runtime.database.close();
    throw error;
  }
}

async function createApp(
  modules: readonly Type[],
  runtime: Runtime,
  stopping: AbortSignal,
): Promise<NestFastifyApplication> {
  const { settings } = runtime;

  @Module({ imports: [RuntimeModule.of(runtime), ...modules], controllers: [ServiceController] })
  class RootModule {}

  const adapter = new FastifyAdapter({
    logger: { level: settings.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: settings.maxJsonBytes,
    ...connectionOptions(settings),
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(request, reply, new Problem('invalid-request', `${error.message}.`, { errors: [] }));
    },
    routerOptions: { maxParamLength: maxPathParameter },
  });
  const fastify: FastifyInstance = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(fastify.log),
  });
  acceptBodies(fastify);
  logRequests(fastify, runtime.metrics);
  endSilence(fastify);
  refuseEarly(fastify, stopping);
  readFromReplicas(fastify, runtime.database);
  letCachesKnow(fastify, settings.cacheSeconds);
  compressAnswers(fastify);
  app.useGlobalFilters(new ProblemFilter());
  return app;
}

/** JSON as Fastify reads it, and artifacts as the streams they are. */
function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser([...artifactMediaTypes], (_request, payload, done) => {
    done(null, payload);
  });
}

/** One line a request, and its time in the metrics, when its answer has gone out. */
function logRequests(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const { statusCode: status, elapsedTime } = reply;
    const route = routeOptions.url ?? 'none';
    metrics.requestSeconds.observe({ method, route, status }, elapsedTime / 1_000);
    request.log.info({ method, route, status, ms: Math.round(elapsedTime * 10) / 10 }, 'request');
  });
}

/** How often a connection that has given its last answer is looked for. */
const idleCheckMs = 50;

async function drain(app: NestFastifyApplication, drainMs: number): Promise<void> {
  const { server } = app.getHttpAdapter().getInstance();
  // A connection kept alive after its upload is done would keep the server open until it times out.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, idleCheckMs);
  const impatience = setTimeout(() => {
    server.closeAllConnections();
  }, drainMs);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(impatience);
  }
}
