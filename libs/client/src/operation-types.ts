import type { operations } from '@sigcat/contracts';
import type { z } from 'zod';
import type { OperationId } from './routes';

type Operations = typeof operations;

/** Operations that take and give JSON; artifacts and streams have methods of their own. */
export type JsonOperationId = {
  [Id in OperationId]: [Extract<Bodies<Operations[Id]>, 'artifact' | 'events'>] extends [never] ? Id : never;
}[OperationId];

type Bodies<Operation> =
  | (Operation extends { readonly body: infer Body } ? Body : never)
  | (Operation extends { readonly answers: infer Answers } ? Answers[keyof Answers] : never);

/** What an operation is given: the parameters of its path, its query, its body, as far as it has them. */
export type Asked<Id extends OperationId> = Part<Operations[Id], 'params'> &
  Part<Operations[Id], 'query'> &
  Part<Operations[Id], 'body'>;

type Part<Operation, Name extends string> = Operation extends {
  readonly [N in Name]: infer Schema extends z.ZodType;
}
  ? object extends z.input<Schema>
    ? { readonly [N in Name]?: Readonly<z.input<Schema>> }
    : { readonly [N in Name]: Readonly<z.input<Schema>> }
  : unknown;

/** What an operation answers when all goes well; undefined where that is nothing. */
export type AnswerOf<Id extends OperationId> = Good<Operations[Id]['answers']>;

type Good<Answers> = {
  [Status in keyof Answers]: Answers[Status] extends z.ZodType ? z.output<Answers[Status]> : undefined;
}[keyof Answers];

/** Operations whose answer is a page of a list. */
export type PagedOperationId = {
  [Id in JsonOperationId]: Operations[Id] extends { readonly query: infer Query extends z.ZodType }
    ? 'page_token' extends keyof z.input<Query>
      ? Id
      : never
    : never;
}[JsonOperationId];

/** What a list is of. */
export type ItemOf<Id extends PagedOperationId> =
  AnswerOf<Id> extends { readonly items: readonly (infer Item)[] } ? Item : never;
