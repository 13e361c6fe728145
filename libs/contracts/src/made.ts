import { type z } from 'zod';

/** What a schema describes, for whoever makes one: nobody changes it any more. */
export type Made<Schema extends z.ZodType> = Unchanging<z.input<Schema>>;

type Unchanging<T> = T extends (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Member in keyof T]: Unchanging<T[Member]> }
    : T;
