import { EventLoop } from '../../../nodes/WeCom/delivery/eventLoop';

describe('giving way to others', () => {
	let time = 0;

	beforeEach(() => {
		time = 100;
		jest.spyOn(performance, 'now').mockImplementation(() => time);
	});

	afterEach(() => jest.restoreAllMocks());

	/** An event loop whose turns end when it is told. */
	function loop() {
		const turns: Array<() => void> = [];
		const slept: number[] = [];
		const eventLoop = new EventLoop(async (milliseconds) => {
			slept.push(milliseconds);
			await new Promise<void>((resolve) => turns.push(resolve));
		});
		const settled = async () => {
			for (let count = 0; count < 10; count++) await Promise.resolve();
		};
		/** Whether it went on at once. */
		const goesOn = async () => {
			let done = false;
			void eventLoop.giveWay().then(() => (done = true));
			await settled();
			return done;
		};
		/** Everything that was due runs. */
		const turn = async () => {
			await settled();
			for (const end of turns.splice(0)) end();
			await settled();
		};
		return { eventLoop, turn, slept, goesOn };
	}

	it('happens after 20 milliseconds of work at a stretch', async () => {
		const { slept, goesOn } = loop();
		expect(await goesOn()).toBe(true);
		time += 19;
		expect(await goesOn()).toBe(true);
		time += 1;
		expect(await goesOn()).toBe(false);
		expect(new Set(slept)).toEqual(new Set([0]));
	});

	it('lets the work go on as soon as the others had their turn, for the next 20 milliseconds', async () => {
		const { eventLoop, turn, goesOn } = loop();
		await goesOn();
		time += 50;
		const waiting = eventLoop.giveWay();
		await turn();
		await waiting;
		expect(await goesOn()).toBe(true);
		time += 19;
		expect(await goesOn()).toBe(true);
		time += 1;
		expect(await goesOn()).toBe(false);
	});

	it('lets one of those that wait go on in each turn, in their order', async () => {
		const { eventLoop, turn, goesOn } = loop();
		await goesOn();
		time += 50;
		const went: number[] = [];
		for (const one of [1, 2, 3]) void eventLoop.giveWay().then(() => went.push(one));
		await turn();
		expect(went).toEqual([1]);
		await turn();
		expect(went).toEqual([1, 2]);
		await turn();
		expect(went).toEqual([1, 2, 3]);
	});

	it('is not needed where the work has waited by itself', async () => {
		const { turn, goesOn } = loop();
		await goesOn();
		await turn();
		time += 50;
		expect(await goesOn()).toBe(true);
	});
});
