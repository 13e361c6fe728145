import { z } from 'zod';

/** Name of a namespace or a model. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'must be 1 to 128 letters, digits, `.`, `_` or `-`, beginning with a letter or a digit',
  );

/** Name of an alias; not `latest`, and no number. */
export const aliasName = z
  .string()
  .regex(
    /^(?!latest$)[A-Za-z][A-Za-z0-9._-]{0,127}$/,
    'must begin with a letter, have at most 128 letters, digits, `.`, `_` or `-`, and not be `latest`',
  );

/** A version's number. */
export const versionNumber = z.int32().min(1);

/** A version's number, `latest` or `@alias`, as it stands in a path. */
export const versionReference = z
  .string()
  .regex(
    /^(latest|[1-9][0-9]{0,8}|@[A-Za-z][A-Za-z0-9._-]{0,127})$/,
    'must be a number, `latest` or `@alias`',
  );

/** The same in a body, where a number may be one. */
export const versionGiven = z.union([versionReference, versionNumber], {
  error: 'must be a number, `latest` or `@alias`',
});

/** `namespace/model@version`, `namespace/model@alias`, `model@latest`; the namespace is `default` if left out. */
export const versionAddress = z
  .string()
  .regex(
    /^([A-Za-z0-9][A-Za-z0-9._-]{0,127}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}@(latest|[1-9][0-9]{0,8}|[A-Za-z][A-Za-z0-9._-]{0,127})$/,
    'must be `namespace/model@version`, where the version is a number, `latest` or an alias',
  );

export const digest = z
  .string()
  .regex(/^sha-256:[0-9a-f]{64}$/, 'must be `sha-256:` and 64 hexadecimal digits');

const labelKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/, 'must be 1 to 128 letters, digits, `.`, `_`, `/` or `-`');

/** No NUL, which PostgreSQL has no text with, and no half a surrogate pair, which UTF-8 has no bytes for. */
export const text = (maxLength: number): z.ZodString =>
  z
    .string()
    .max(maxLength)
    .regex(/^[^\0\p{Cs}]*$/u, 'must not hold NUL or half a surrogate pair');

const maxLabels = 64;

/** What users say about a model or a version. */
export const labels = z
  .record(labelKey, text(256))
  .refine((value) => Object.keys(value).length <= maxLabels, `must have at most ${maxLabels} labels`);

/** A parameter of a query that may be given several times. */
export const several = (most: number) =>
  z
    .union([z.string(), z.array(z.string()).max(most)])
    .optional()
    .transform((given) => (given === undefined ? [] : typeof given === 'string' ? [given] : given));

/** `key=value`, or `key` for any value; may be given several times. */
export const labelFilters = several(16).pipe(z.array(text(512)));

export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

/** Which part of a list is wanted. */
export const paging = {
  page_size: z.coerce.number().int().min(1).max(500).default(50).describe('Items of a page.'),
  page_token: z.string().max(2_048).optional().describe('`next_page_token` of the page before.'),
};

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next_page_token: z.ZodOptional<z.ZodString> }> {
  return z.object({
    items: z.array(item),
    next_page_token: z.string().optional().describe('Ask for the next page with it; absent on the last one.'),
  });
}

export const modelParams = z.object({ namespace: name, model: name });
export const versionParams = modelParams.extend({ version: versionReference });
export const aliasParams = modelParams.extend({ alias: aliasName });
