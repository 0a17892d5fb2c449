/** Prints one line, with the time since the command was started. */
export function info(text: string): void;

/** Announces a long job, runs it, and says how long it took. */
export function timed<T>(text: string, job: () => Promise<T>): Promise<T>;
