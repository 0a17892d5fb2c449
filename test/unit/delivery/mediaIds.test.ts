import { MediaIds, nameOfFile } from '../../../nodes/WeCom/delivery/mediaIds';
import { fileOf, NO_END } from './session';

const HOUR = 3_600_000;

function world() {
	const clock = { time: 0 };
	return { clock, mediaIds: new MediaIds(() => clock.time) };
}

const gives = (mediaId: string) => async () => await Promise.resolve(mediaId);

describe('the name of a file', () => {
	const name = nameOfFile('file', fileOf('content'));

	it('is the same for the same content, name, and type', () =>
		expect(nameOfFile('file', fileOf('content'))).toBe(name));

	it.each([
		['content', nameOfFile('file', fileOf('other'))],
		['name', nameOfFile('file', fileOf('content', 'b.txt'))],
		['type', nameOfFile('image', fileOf('content'))],
	])('is another one for another %s', (_, other) => expect(other).not.toBe(name));

	it('does not give the content away', () => expect(name).not.toContain('content'));
});

describe('the media_id of a file', () => {
	it('is good for two days, less than the three that WeCom keeps the file', async () => {
		const { clock, mediaIds } = world();
		const app = mediaIds.of('app', NO_END);
		clock.time = HOUR;
		expect(await app.add('file', gives('M'))).toBe('M');
		clock.time = 49 * HOUR - 1;
		expect(app.get('file')).toBe('M');
		clock.time = 49 * HOUR;
		expect(app.get('file')).toBeUndefined();
	});

	it('is that of one app alone', async () => {
		const { mediaIds } = world();
		await mediaIds.of('one', NO_END).add('file', gives('M'));
		expect(mediaIds.of('one', NO_END).get('file')).toBe('M');
		expect(mediaIds.of('other', NO_END).get('file')).toBeUndefined();
		expect(mediaIds.of('one', NO_END).get('another')).toBeUndefined();
	});

	it('is forgotten on demand, but not one that has taken its place', async () => {
		const { mediaIds } = world();
		const app = mediaIds.of('app', NO_END);
		await app.add('file', gives('M2'));
		app.drop('file', 'M1');
		expect(app.get('file')).toBe('M2');
		app.drop('file', 'M2');
		expect(app.get('file')).toBeUndefined();
		expect(() => app.drop('file', 'M2')).not.toThrow();
	});

	it('is remembered for the last 1000 files, also where one of them was uploaded anew', async () => {
		const { mediaIds } = world();
		const app = mediaIds.of('app', NO_END);
		for (let number = 0; number < 1000; number++) await app.add(`${number}`, gives('M'));
		expect(app.get('0')).toBe('M');
		await app.add('0', gives('M'));
		expect(app.get('1')).toBe('M');
		await app.add('new', gives('M'));
		expect(['0', '1', '2', 'new'].map((file) => app.get(file))).toEqual(['M', undefined, 'M', 'M']);
	});
});

describe('uploads of the same file at the same time', () => {
	/** An upload that ends when it is told. */
	function slow() {
		const ends: { end?: (mediaId: string) => void; fail?: (error: Error) => void } = {};
		const promise = new Promise<string>((resolve, reject) => {
			ends.end = resolve;
			ends.fail = reject;
		});
		return { ...ends, promise };
	}

	it('are one upload', async () => {
		const app = world().mediaIds.of('app', NO_END);
		const first = slow();
		let calls = 0;
		const upload = async () => {
			calls += 1;
			return await first.promise;
		};
		const all = [1, 2, 3].map(async () => await app.add('file', upload));
		first.end?.('M');
		expect(await Promise.all(all)).toEqual(['M', 'M', 'M']);
		expect(calls).toBe(1);
	});

	it('are one after another where they fail: each then tries by itself, and the rest takes what comes', async () => {
		const app = world().mediaIds.of('app', NO_END);
		const first = slow();
		const failing = app.add('file', async () => await first.promise);
		const others = [app.add('file', gives('A')), app.add('file', gives('B'))];
		first.fail?.(new Error('broken'));
		await expect(failing).rejects.toThrow('broken');
		expect(await Promise.all(others)).toEqual(['A', 'A']);
		expect(app.get('file')).toBe('A');
	});

	it('are waited for until the time is up, which begins with the wait; then each uploads by itself', async () => {
		const { mediaIds } = world();
		const first = slow();
		const given: unknown[] = [];
		const patience = new AbortController();
		const app = mediaIds.of('app', (trying) => {
			given.push(trying);
			return patience.signal;
		});
		const one = app.add('file', async () => await first.promise, { timeout: 1 });
		expect(given).toEqual([]);
		const other = app.add('file', gives('B'), { timeout: 2 });
		expect(given).toEqual([{ timeout: 2 }]);
		patience.abort();
		expect(await other).toBe('B');
		expect(app.get('file')).toBe('B');
		first.end?.('A');
		expect(await one).toBe('A');
	});

	it.each([
		['gives up', async () => await Promise.reject(new Error('canceled'))],
		['uploads by itself', gives('B')],
	])('go on for the others where one of them %s', async (_, own) => {
		const { mediaIds } = world();
		const first = slow();
		const patience = new AbortController();
		const one = mediaIds.of('app', NO_END).add('file', async () => await first.promise);
		const other = mediaIds.of('app', () => patience.signal).add('file', own);
		patience.abort();
		await other.catch(() => {});
		const third = mediaIds.of('app', NO_END).add('file', gives('C'));
		first.end?.('A');
		expect(await Promise.all([one, third])).toEqual(['A', 'A']);
	});

	it('of other apps and other files do not wait', async () => {
		const { mediaIds } = world();
		const first = slow();
		const waiting = mediaIds.of('app', NO_END).add('file', async () => await first.promise);
		expect(await mediaIds.of('other', NO_END).add('file', gives('B'))).toBe('B');
		expect(await mediaIds.of('app', NO_END).add('another', gives('C'))).toBe('C');
		first.end?.('A');
		expect(await waiting).toBe('A');
	});

	it('that follow an upload that has ended upload anew', async () => {
		const app = world().mediaIds.of('app', NO_END);
		await app.add('file', gives('A'));
		expect(await app.add('file', gives('B'))).toBe('B');
		expect(app.get('file')).toBe('B');
		await expect(
			app.add('broken', async () => await Promise.reject(new Error('broken'))),
		).rejects.toThrow('broken');
		expect(app.get('broken')).toBeUndefined();
		expect(await app.add('broken', gives('C'))).toBe('C');
	});
});
