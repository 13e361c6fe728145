import { type Readable } from 'node:stream';
import { Controller, Inject, Req, Res, StreamableFile } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { digestBytes } from '@sigcat/core';
import { Given, type Input, isNamed, Route, selectorOf } from '@sigcat/service';
import { Artifacts, Versions, type VersionSummary } from '@sigcat/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { byteRange } from './byte-range';

const suffixes: Readonly<Record<VersionSummary['packaging'], string>> = {
  file: '.pb',
  directory: '.tar',
  zip: '.zip',
  tar: '.tar',
  'tar+gzip': '.tar.gz',
};

@Controller()
export class ArtifactController {
  constructor(
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Artifacts) private readonly artifacts: Artifacts,
  ) {}

  @Route(operations.getArtifact)
  async download(
    @Given(operations.getArtifact) { params, headers }: Input<typeof operations.getArtifact>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const version = await this.versions.getSummary(params, selectorOf(params.version));
    const { digest, size } = version;
    const etag = `"${digest}"`;
    void reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'repr-digest': `sha-256=:${Buffer.from(digestBytes(digest)).toString('base64')}:`,
    });
    if (isNamed(etag, request.headers['if-none-match'])) {
      void reply.status(304);
      return undefined;
    }
    const unchanged = (request.headers['if-range'] ?? etag) === etag;
    const range = unchanged ? byteRange(headers.range, size) : undefined;
    if (range) void reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
    const bytes: Readable = await this.artifacts.open(digest, range);
    return new StreamableFile(bytes, {
      type: 'application/octet-stream',
      length: range ? range.end - range.start + 1 : size,
      disposition: `attachment; filename="${version.model}-${version.number}${suffixes[version.packaging]}"`,
    });
  }
}
