// Calls in the order in which a person would cause them; each is told in a line of JSON.
import { Refusal } from './client';

/** Runs one call of the story; the next ones run even if it fails. */
export async function call(name: string, run: () => Promise<void>): Promise<void> {
  let error: string | undefined;
  try {
    await run();
  } catch (failure) {
    error = failure instanceof Error ? `${failure.message}\n${failure.stack ?? ''}` : String(failure);
  }
  console.log(JSON.stringify({ call: name, error }));
}

/** What the refused call said; a call that is not refused is an error. */
export async function refusal(run: () => Promise<unknown>): Promise<Refusal> {
  try {
    await run();
  } catch (failure) {
    if (failure instanceof Refusal) return failure;
    throw failure;
  }
  throw new Error('the call was not refused');
}

/** Asks again, every second for a minute, until the answer is the wanted one. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (let left = 60; ; left--) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (left === 0) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
