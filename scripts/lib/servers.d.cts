/** The folder of PostgreSQL's programs, or undefined where it is not installed. */
export function postgresFolder(): string | undefined;

/** Redis, or undefined where it is not installed. */
export function redisProgram(): string | undefined;
