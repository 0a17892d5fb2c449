import type { Issue } from '../../../nodes/WeCom/api/explained';
import {
	optionFields,
	optionKeys,
	optionsOfForm,
	optionsOfJson,
	type SendOptions,
} from '../../../nodes/WeCom/destinations/options';
import { onOff, oneOf, within } from '../../../nodes/WeCom/destinations/readings';

const wordsOf = (scope: unknown) => (Array.isArray(scope) ? scope.map(String) : []);

/** An option with words, beside a switch and a number. */
const options: SendOptions = {
	tone: {
		api: 'tone',
		label: 'Tone',
		field: (scope) => ({
			type: 'options',
			options: wordsOf(scope).map((value) => ({ name: value, value })),
			default: 'soft',
		}),
		reading: (scope) => oneOf(...wordsOf(scope)),
	},
	loud: {
		api: 'is_loud',
		label: 'Loud',
		field: () => ({ type: 'boolean', default: true }),
		reading: () => onOff,
	},
	volume: {
		api: 'volume',
		label: 'Volume',
		field: () => ({ type: 'number', default: 1 }),
		reading: () => within(0, 9, 'steps'),
	},
};
const offer = {
	content: { label: 'Text' },
	options: { tone: ['soft', '007'], loud: true, volume: true },
} as const;

it('an option can be text, of which an offer has some values', () => {
	const [{ options: choices }] = optionFields(options, offer);
	expect(choices).toMatchObject([{ value: 'soft' }, { value: '007' }]);
	const issues: Issue[] = [];
	expect(optionsOfForm(options, offer, { tone: 'soft' }, issues)).toEqual({ tone: 'soft' });
	expect(optionsOfForm(options, offer, { tone: 'harsh' }, issues)).toEqual({});
	expect(issues.map(({ message }) => message)).toEqual([
		'Tone must be one of soft, 007; given: "harsh"',
	]);
	expect(optionsOfJson(options, offer, { tone: '007' })).toEqual({ tone: '007' });
});

it('text and numbers go out as they are, a switch as 0 or 1', () =>
	expect(optionKeys(options, { tone: '007', loud: false, volume: 3 })).toEqual({
		tone: '007',
		is_loud: 0,
		volume: 3,
	}));

it('an option that nobody has set is not there', () => {
	expect(optionsOfJson(options, offer, { tone: '007', volume: null })).toStrictEqual({
		tone: '007',
	});
	expect(optionKeys(options, { volume: 3 })).toStrictEqual({ volume: 3 });
});
