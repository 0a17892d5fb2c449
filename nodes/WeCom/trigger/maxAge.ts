import { CallbackRefusal } from '../callback/refusal';

export const DEFAULT_MAX_AGE_SECONDS = 600;

/** WeCom asks three times again, after 5 seconds each; its clock and n8n's may differ a little. */
const REPEATING_SECONDS = 30;

const NUMBER = /^\d+(\.\d+)?$/;

/**
 * The seconds of Max Age; 0 for any age. What is no such number is the default: an expression that gives nothing must
 * not open the door to old callbacks.
 */
export function readMaxAge(given: unknown): number {
	const age = typeof given === 'string' && NUMBER.test(given.trim()) ? Number(given) : given;
	return typeof age === 'number' && Number.isFinite(age) && age >= 0
		? age
		: DEFAULT_MAX_AGE_SECONDS;
}

/**
 * How long a callback must be remembered so that it is not accepted twice, in milliseconds. One that is dated ahead by as
 * much as is allowed is accepted for twice the time.
 */
export function rememberedMs(maxAge: number): number {
	return maxAge === 0 ? Infinity : 2 * (maxAge + REPEATING_SECONDS) * 1000;
}

/**
 * Checks the time inside a callback. That of the URL is signed together with the nonce, so whoever has seen a callback can
 * swap the two; this one is encrypted. Callbacks without it go by the URL alone.
 *
 * @param createTime seconds
 * @param at clock time in milliseconds
 * @throws CallbackRefusal if it is too far from now
 */
export function checkCreateTime(createTime: unknown, maxAge: number, at: number): void {
	if (maxAge === 0 || typeof createTime !== 'number') return;
	if (Math.abs(at / 1000 - createTime) > maxAge + REPEATING_SECONDS)
		throw new CallbackRefusal(403, 'CreateTime is too far from now');
}
