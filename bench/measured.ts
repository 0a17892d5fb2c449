/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** Ends the process with what was measured as its last line, which `run.mjs` reads. */
export function tell(measuring: Promise<unknown>): void {
	measuring.then(
		(measured) => {
			process.stdout.write(`\nMEASURED ${JSON.stringify(measured)}\n`);
			process.exit(0);
		},
		(error: unknown) => {
			process.stderr.write(`${String(error)}\n`);
			process.exit(1);
		},
	);
}
