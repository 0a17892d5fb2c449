/**
 * A callback that is not WeCom's, or not whole. The caller learns the status and nothing else: details would help
 * whoever tries keys and signatures.
 */
export class CallbackRefusal extends Error {
	override readonly name = 'CallbackRefusal';

	/** @param reason for the tests and the log of n8n; holds nothing of the callback itself */
	constructor(
		readonly status: 400 | 403 | 413,
		readonly reason: string,
	) {
		super(reason);
	}
}
