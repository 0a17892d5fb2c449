import { EVENT_TYPES, EVENTS, isChosen } from '../../../nodes/WeCom/trigger/events';

const groups = EVENTS.map(({ value }) => value);
const types = EVENT_TYPES.map(({ value }) => String(value));

it("n8n's list of triggers gets at most eight entries, each with words for people", () => {
	expect(EVENTS.length).toBeLessThanOrEqual(8);
	for (const { action } of EVENTS) expect(action).toMatch(/^On /);
});

it('every event type belongs to one group, and to Anything', () => {
	expect(new Set(types).size).toBe(25);
	for (const type of types) {
		const chosenBy = groups.filter((group) => isChosen(type, [group], []));
		expect(chosenBy).toEqual(['*', expect.any(String)]);
	}
});

it('a single event type may be chosen instead of its group', () => {
	expect(isChosen('message.text', ['message.text'], [])).toBe(true);
	expect(isChosen('message.image', ['message.text'], [])).toBe(false);
});

it('Event Types leaves out the rest of the group', () => {
	expect(isChosen('message.text', ['message'], ['message.text'])).toBe(true);
	expect(isChosen('message.image', ['message'], ['message.text'])).toBe(false);
	expect(isChosen('click', ['message'], ['click'])).toBe(false);
});

it('an event that nobody knows belongs to Anything only', () => {
	expect(groups.filter((group) => isChosen('brand_new', [group], []))).toEqual(['*']);
});
