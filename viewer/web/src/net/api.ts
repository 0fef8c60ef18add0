/** An RFC 9457 problem document, or what stands for one when the server could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly place: string;
  readonly remedy: string;

  constructor(status: number, document: Record<string, unknown>) {
    const text = (key: string): string => (typeof document[key] === 'string' ? document[key] : '');
    super(text('detail') || text('title') || `HTTP ${status}`);
    this.status = status;
    this.code = text('code');
    this.place = text('place');
    this.remedy = text('remedy');
  }
}

export interface Answer<T> {
  body: T;
  etag: string;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Requests to the server the page came from; every answer is JSON, every failure an ApiProblem. */
export class Api {
  private readonly base: string;
  private readonly author: () => string;
  private readonly language: () => string;

  constructor(base: string, author: () => string, language: () => string) {
    this.base = base.replace(/\/$/, '');
    this.author = author;
    this.language = language;
  }

  async get<T>(path: string): Promise<T> {
    return (await this.send<T>('GET', path)).body;
  }

  async send<T>(method: string, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const all: Record<string, string> = { Accept: 'application/json', 'Accept-Language': this.language(), ...headers };
    if (method !== 'GET') all['X-Author'] = headerText(this.author());
    if (body !== undefined) {
      all['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    }
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        method,
        headers: all,
        body: body === undefined ? null : JSON.stringify(body),
        cache: 'no-cache',
      });
    } catch {
      throw new ApiProblem(0, { code: 'server-unreachable' });
    }
    const text = await response.text();
    let document: unknown = null;
    try {
      document = text === '' ? null : JSON.parse(text);
    } catch {
      if (response.ok) throw new ApiProblem(response.status, { code: 'answer-malformed', place: path });
    }
    if (!response.ok) throw new ApiProblem(response.status, (document ?? {}) as Record<string, unknown>);
    return { body: document as T, etag: response.headers.get('ETag') ?? '' };
  }
}

/** Header fields carry bytes: a name is sent as UTF-8, one character per byte. */
export function headerText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text.replace(/[\u0000-\u001f\u007f]/g, ' ').trim()));
}

export const segment = encodeURIComponent;
