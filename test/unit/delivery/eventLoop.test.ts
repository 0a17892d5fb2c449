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
		/** Whether it went on at once. */
		const goesOn = async () => {
			let done = false;
			void eventLoop.giveWay().then(() => (done = true));
			for (let count = 0; count < 10; count++) await Promise.resolve();
			return done;
		};
		return { eventLoop, turns, slept, goesOn };
	}

	it('happens after 20 milliseconds of work at a stretch', async () => {
		const { slept, goesOn } = loop();
		expect(await goesOn()).toBe(true);
		time += 19;
		expect(await goesOn()).toBe(true);
		time += 1;
		expect(await goesOn()).toBe(false);
		expect(slept).toEqual([0]);
	});

	it('lets the work go on as soon as the others had their turn, for the next 20 milliseconds', async () => {
		const { eventLoop, turns, goesOn } = loop();
		await goesOn();
		time += 50;
		const waiting = eventLoop.giveWay();
		turns[0]();
		await waiting;
		expect(await goesOn()).toBe(true);
		time += 19;
		expect(await goesOn()).toBe(true);
		time += 1;
		expect(await goesOn()).toBe(false);
		expect(turns).toHaveLength(2);
	});

	it('is not needed where the work has waited by itself', async () => {
		const { turns, goesOn } = loop();
		await goesOn();
		turns[0]();
		for (let count = 0; count < 10; count++) await Promise.resolve();
		time += 50;
		expect(await goesOn()).toBe(true);
	});
});
