import { randomUUID } from 'node:crypto';
import type * as Grpc from '@grpc/grpc-js';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Problem } from '@sigcat/problems';
import { Metrics, positionHeader, problemOf, readAsOf, SETTINGS, type Settings } from '@sigcat/service';
import { Versions } from '@sigcat/storage';
import { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { getModelMetadata, type MetadataRequest, predictionService } from './prediction-service';

/** Calls that one connection may have under way. */
const maxStreams = 100;

/** Of what is wrong with a call; each may be nine bytes in the header. */
const maxDetailChars = 500;

/** TensorFlow Serving's PredictionService for callers that speak gRPC, where there is a port for it. */
@Injectable()
export class GrpcServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server: Grpc.Server | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { grpcPort, host, maxJsonBytes, idleTimeoutMs } = this.settings;
    if (grpcPort === undefined) return;
    // Takes memory that most have no use for.
    const grpc = await import('@grpc/grpc-js');
    this.server = new grpc.Server({
      'grpc.max_receive_message_length': maxJsonBytes,
      'grpc.max_concurrent_streams': maxStreams,
      'grpc.max_connection_idle_ms': idleTimeoutMs,
    });
    this.server.addService(predictionService, {
      getModelMetadata: this.answering(
        grpc,
        predictionService.getModelMetadata.path,
        (request: MetadataRequest) => getModelMetadata(this.versions, request),
      ),
    });
    const port = await listen(this.server, grpc, host, grpcPort);
    this.log.info({ host, port }, 'gRPC listens');
  }

  /** Lets calls under way finish. */
  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    const impatience = setTimeout(() => {
      server.forceShutdown();
    }, this.settings.drainMs);
    await new Promise<void>((resolve) => {
      server.tryShutdown(() => {
        resolve();
      });
    });
    clearTimeout(impatience);
  }

  private get log(): FastifyBaseLogger {
    return this.host.httpAdapter.getInstance<FastifyInstance>().log;
  }

  /** One line a call, and its time in the metrics, as of requests over HTTP. */
  private answering<Request, Response>(
    grpc: typeof Grpc,
    route: string,
    answer: (request: Request) => Promise<Response>,
  ): Grpc.handleUnaryCall<Request, Response> {
    const { status: codes } = grpc;
    return (
      { request, metadata }: Grpc.ServerUnaryCall<Request, Response>,
      send: Grpc.sendUnaryData<Response>,
    ): void => {
      const log = this.log.child({ reqId: randomUUID() });
      const start = performance.now();
      const done = (code: Grpc.status): void => {
        const ms = performance.now() - start;
        const status = codes[code];
        this.metrics.requestSeconds.observe({ method: 'GRPC', route, status }, ms / 1_000);
        log.info({ method: 'GRPC', route, status, ms: Math.round(ms * 10) / 10 }, 'request');
      };
      readAsOf(metadata.get(positionHeader)[0], () => answer(request)).then(
        (response) => {
          send(null, response);
          done(codes.OK);
        },
        (error: unknown) => {
          const problem = problemOf(error);
          if (problem.status >= 500) log.error({ err: problem.cause ?? problem }, problem.code);
          const code = codeOf(problem, codes);
          send({ code, details: beginningOf(problem.detail) });
          done(code);
        },
      );
    };
  }
}

/** The details travel as a header, and a long one would end the connection. */
function beginningOf(details: string): string {
  const beginning = details.length <= maxDetailChars ? details : `${details.slice(0, maxDetailChars)}…`;
  // Half a character cannot be written into a header, wherever it has been cut: bytes have another one in its place.
  return Buffer.from(beginning).toString();
}

/** @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
function codeOf({ status }: Problem, codes: typeof Grpc.status): Grpc.status {
  switch (status) {
    case 404:
      return codes.NOT_FOUND;
    case 422:
      return codes.FAILED_PRECONDITION;
    case 503:
      return codes.UNAVAILABLE;
    default:
      return status < 500 ? codes.INVALID_ARGUMENT : codes.INTERNAL;
  }
}

/** @returns the port */
function listen(
  server: Grpc.Server,
  { ServerCredentials }: typeof Grpc,
  host: string,
  port: number,
): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error)
        reject(new Error(`gRPC cannot listen on ${address}: check SIGCAT_GRPC_PORT.`, { cause: error }));
      else resolve(bound);
    });
  });
}
