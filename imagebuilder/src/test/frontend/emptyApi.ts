// What the generated client is built upon: where the service is, who is calling, and that it is the web interface.
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query/react';

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

export const origin = setting('ORIGIN');
const identity = setting('IDENTITY');

/** A request as it left, for those who want to know. */
export const sent: { method: string; url: string; mediaType: string | null }[] = [];

// In the field the gateway adds the identity to what the browser sends.
async function throughTheGateway(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  sent.push({ method: request.method, url: request.url, mediaType: request.headers.get('Content-Type') });
  request.headers.set('x-rh-identity', identity);
  return fetch(request);
}

// A list is a parameter that comes again and again; what is undefined stays away.
function repeated(params: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) query.append(name, String(one));
    }
  }
  return query.toString();
}

export const emptyApi = createApi({
  reducerPath: 'imageBuilderApi',
  baseQuery: fetchBaseQuery({
    baseUrl: `${origin}/api/image-builder/v1`,
    fetchFn: throughTheGateway,
    paramsSerializer: repeated,
    prepareHeaders: (headers) => {
      headers.set('X-ImageBuilder-ui', 'true');
      return headers;
    },
  }),
  endpoints: () => ({}),
});
