import { ApiProblem, segment, type Api, type Json } from './api';

interface JobStatus {
  jobID: string;
  status: 'accepted' | 'running' | 'successful' | 'failed' | 'dismissed';
  message: string;
  /** percent */
  progress: number;
  /** counts partial results; 0 = none */
  partial: number;
}

/** What is heard of a run while it goes on. */
export interface JobListener<T> {
  /** @param share 0 to 1 */
  progress?: (share: number) => void;
  /** outputs known so far, coarse first */
  partial?: (outputs: Partial<T>) => void;
}

const kFirstWaitMs = 80;
const kLongestWaitMs = 700;
/** A server that is restarted takes its jobs up again: so long it is waited for. */
const kMostLost = 40;

/**
 * Runs a process as a job and waits for its outputs. Aborting dismisses the job on the server.
 * Throws ApiProblem, or the signal's reason.
 */
export async function runJob<T>(
  api: Api,
  process: string,
  branch: string,
  inputs: Json,
  listener: JobListener<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const path = `/processes/${segment(process)}/execution?branch=${segment(branch)}`;
  const { body } = await api.send<JobStatus>('POST', path, { inputs }, { Prefer: 'respond-async' });
  const job = `/jobs/${segment(body.jobID)}`;
  const dismiss = (): void => void api.send('DELETE', job).catch(() => undefined);
  signal.addEventListener('abort', dismiss, { once: true });
  if (signal.aborted) dismiss();
  try {
    return await follow<T>(api, job, listener, signal);
  } finally {
    signal.removeEventListener('abort', dismiss);
  }
}

async function follow<T>(api: Api, job: string, listener: JobListener<T>, signal: AbortSignal): Promise<T> {
  let seen = 0;
  let lost = 0;
  for (let wait = kFirstWaitMs; ; wait = Math.min(kLongestWaitMs, wait * 1.25)) {
    await sleep(wait, signal);
    try {
      const now = await api.get<JobStatus>(job);
      lost = 0;
      if (now.status === 'running' || now.status === 'accepted') {
        listener.progress?.(now.progress / 100);
        if (now.partial <= seen) continue;
        const partial = await api.get<{ revision: number; outputs: Partial<T> }>(`${job}/partial`);
        signal.throwIfAborted();
        seen = partial.revision;
        listener.partial?.(partial.outputs);
        continue;
      }
      const outputs = await api.get<T>(`${job}/results`);
      signal.throwIfAborted();
      return outputs;
    } catch (problem) {
      signal.throwIfAborted();
      lost += 1;
      const away = problem instanceof ApiProblem && (problem.status === 0 || problem.status === 503);
      if (!away || lost > kMostLost) throw problem;
      wait = kLongestWaitMs;
    }
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
