import { z } from 'zod';
import { text, versionParams } from './names';
import { problemKind } from './problems';

export const health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

export const problemList = z.object({ items: z.array(problemKind) });

export const problemParams = z.object({ code: z.string().max(128) });

export const openApi = z.looseObject({ openapi: z.string() });

export const signatureParams = versionParams.extend({
  key: text(65_536).describe('No path can hold an empty key, `.` or `..`: ask the list for those.'),
});

export const signaturesQuery = z.strictObject({
  key: text(65_536)
    .optional()
    .describe('Only the signatures with this key; the graphs without it are left out.'),
});

export const signatureQuery = z.strictObject({
  tag_set: text(4_096)
    .optional()
    .describe('Tags joined by commas; the graph tagged `serve`, else the first, if left out.'),
});

export const artifactHeaders = z.object({
  'repr-digest': z
    .string()
    .max(1_024)
    .optional()
    .describe('`sha-256=:<base64>:` of the bytes; verified. RFC 9530, section 3.'),
  'content-type': z.string().max(256).optional(),
});

export const rangeHeaders = z.object({
  range: z.string().max(256).optional().describe('`bytes=first-last`. RFC 9110, section 14.'),
});

export const conditionalHeaders = z.object({
  'if-none-match': z
    .string()
    .optional()
    .describe('The `ETag` of a copy: if it still is right, the answer is 304 and has no body.'),
});
