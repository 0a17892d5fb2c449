/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { EventEmitter } from 'node:events';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { confirmWhenTaken } from '../../../nodes/WeCom/resume/confirm';

/** Longer than an answer is asked for again, in milliseconds. */
const LONG_MS = 20_000;

const URL_HERE = '/webhook-waiting/1/n?w=AbCd-_12&c=0&signature=s';

let fetched: jest.SpyInstance<ReturnType<typeof fetch>, Parameters<typeof fetch>>;

beforeEach(() => {
	jest.useFakeTimers();
	fetched = jest.spyOn(globalThis, 'fetch');
});

afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** The answer of a page, and what n8n says about it. */
async function answered(
	n8nSays: number,
	{
		fields = {} as IDataObject,
		socket = { localAddress: '127.0.0.1', localPort: 5678 } as object | null,
	},
): Promise<string[]> {
	const response = Object.assign(new EventEmitter(), { statusCode: n8nSays });
	const warnings: string[] = [];
	const context = {
		getRequestObject: () => ({ originalUrl: URL_HERE, socket }),
		getResponseObject: () => response,
		logger: { warn: (message: string) => warnings.push(message) },
	};
	confirmWhenTaken(context as unknown as IWebhookFunctions, fields);
	await jest.advanceTimersByTimeAsync(LONG_MS);
	expect(fetched).not.toHaveBeenCalled();
	response.emit('finish');
	await jest.advanceTimersByTimeAsync(LONG_MS);
	return warnings;
}

/** What is answered to each further call, the last one again and again. */
function says(...statuses: number[]): void {
	fetched.mockImplementation(async () => {
		const status = statuses.length > 1 ? statuses.shift() : statuses[0];
		return await Promise.resolve(new Response('', { status }));
	});
}

it('an answer that n8n has taken is sent again, as it was, to where it came, three times', async () => {
	says(200);
	const fields = { answer0: 'a & b', answer1: ['x', 'y'], ticket: 't' };
	expect(await answered(200, { fields })).toEqual([]);
	expect(fetched).toHaveBeenCalledTimes(3);
	for (const [url, init] of fetched.mock.calls) {
		expect(url).toBe(`http://127.0.0.1:5678${URL_HERE}`);
		expect(init).toMatchObject({
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'answer0=a+%26+b&answer1=x&answer1=y&ticket=t',
		});
	}
});

it.each([401, 403, 404, 410])('with %i there is nothing to ask any more', async (status) => {
	says(409, status);
	await answered(200, {});
	expect(fetched).toHaveBeenCalledTimes(2);
});

it('an answer that n8n has refused is not sent again', async () => {
	says(200);
	await answered(500, {});
	expect(fetched).not.toHaveBeenCalled();
});

it('without a connection there is nobody to ask', async () => {
	await answered(200, { socket: null });
	expect(fetched).not.toHaveBeenCalled();
});

it('the log tells that an answer could not be confirmed', async () => {
	fetched.mockRejectedValue(new TypeError('fetch failed'));
	expect(await answered(200, {})).toEqual(["An answer on a page couldn't be confirmed"]);
});
