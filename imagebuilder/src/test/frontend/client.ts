// The generated client in a store, as the web interface holds it; an answer that is none becomes an exception.
import { configureStore } from '@reduxjs/toolkit';
import { imageBuilderApi } from './imageBuilderApi';
import type { HttpErrorList } from './imageBuilderApi';

const store = configureStore({
  reducer: { [imageBuilderApi.reducerPath]: imageBuilderApi.reducer },
  middleware: (defaults) => defaults().concat(imageBuilderApi.middleware),
});

type Endpoints = typeof imageBuilderApi.endpoints;
type Operation = keyof Endpoints;
type Argument<O extends Operation> = Parameters<Endpoints[O]['initiate']>[0];
type Result<O extends Operation> = Endpoints[O]['Types']['ResultType'];

/** A status that is no success, with the text that a person would see. */
export class Refusal extends Error {
  constructor(
    readonly status: number | string,
    readonly detail: string | undefined,
    body: unknown,
  ) {
    super(`${status}: ${detail ?? JSON.stringify(body)}`);
  }
}

/** The operations that were called. */
export const called = new Set<string>();

/** Calls the operation, never from the cache. */
export async function ask<O extends Operation>(operation: O, argument: Argument<O>): Promise<Result<O>> {
  called.add(operation);
  const endpoint = imageBuilderApi.endpoints[operation] as unknown as {
    initiate(argument: unknown, options?: object): never;
  };
  const query = 'useQuery' in endpoint;
  const answer: { data?: unknown; error?: unknown } = await store.dispatch(
    query ? endpoint.initiate(argument, { forceRefetch: true, subscribe: false }) : endpoint.initiate(argument),
  );
  if (answer.error) {
    const { status, data } = answer.error as { status: number | string; data?: unknown };
    throw new Refusal(status, (data as HttpErrorList | undefined)?.errors?.[0]?.detail, data);
  }
  return answer.data as Result<O>;
}
