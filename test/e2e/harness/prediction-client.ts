import { join } from 'node:path';
import { credentials, loadPackageDefinition, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type SigcatProcess } from './sigcat-process';

/** What TensorFlow Serving says of a model. */
export interface ModelMetadata {
  readonly model_spec: { readonly name: string; readonly version: { readonly value: string } };
  readonly metadata: Readonly<Record<string, { readonly type_url: string; readonly value: Buffer }>>;
}

interface Client {
  getModelMetadata(
    request: object,
    metadata: Metadata,
    done: (error: ServiceError | null, answer?: ModelMetadata) => void,
  ): void;
  close(): void;
}

const proto = join(__dirname, '../../../proto/prediction_service.proto');
const definition = loadSync(proto, { keepCase: true, longs: String });

/** Knows nothing of Sigcat's code: it is made from the .proto file, as callers in other languages are. */
export class PredictionClient {
  private readonly client: Client;

  constructor(port: number) {
    const { tensorflow } = loadPackageDefinition(definition) as unknown as {
      tensorflow: {
        serving: { PredictionService: new (address: string, by: object) => Client };
      };
    };
    this.client = new tensorflow.serving.PredictionService(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  ask(request: object, headers: Readonly<Record<string, string>> = {}): Promise<ModelMetadata> {
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    return new Promise((resolve, reject) => {
      this.client.getModelMetadata(request, metadata, (error, answer) => {
        if (answer) resolve(answer);
        else reject(error ?? new Error('no answer'));
      });
    });
  }

  close(): void {
    this.client.close();
  }
}

/** Where a process that was started with SIGCAT_GRPC_PORT=0 and SIGCAT_LOG_LEVEL=info speaks gRPC. */
export function grpcPortOf({ output }: Pick<SigcatProcess, 'output'>): number {
  return Number(/"port":(\d+),"msg":"gRPC listens"/.exec(output())?.[1]);
}
