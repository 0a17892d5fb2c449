import { app } from '../../../nodes/WeCom/destinations/app';
import {
	confidential,
	holdsBack,
	MESSAGE_OPTIONS,
	settled,
} from '../../../nodes/WeCom/destinations/messageOptions';
import {
	optionFields,
	optionsOfForm,
	optionsOfJson,
} from '../../../nodes/WeCom/destinations/options';

function offerOf(type: string) {
	const offer = app.offers.find(({ content }) => content.value === type);
	if (offer === undefined) throw new Error(`The app sends no ${type}`);
	return offer;
}

/** Names of the options that a content has in the form, with the levels of confidentiality. */
const optionsOf = (type: string) =>
	optionFields(app.options, offerOf(type)).map(({ name, options = [] }) =>
		options.length === 0 ? name : `${name} ${options.map((one) => 'value' in one && one.value)}`,
	);

describe('the options of the contents', () => {
	const checked = ['duplicateCheck', 'duplicateCheckInterval'];
	const translated = ['idTranslation', ...checked];

	it.each([
		['text', ['safe 0,1', ...translated]],
		['image', ['safe 0,1', ...checked]],
		['file', ['safe 0,1', ...checked]],
		['video', ['safe 0,1', ...checked]],
		['voice', checked],
		['markdown', checked],
		['textcard', translated],
		['news', translated],
		['mpnews', ['safe 0,1,2', ...translated]],
		['miniprogram_notice', translated],
		['template_card', translated],
		['interactive_taskcard', translated],
		['custom', ['safe 0,1,2', ...translated]],
	])('are those of the documentation for %s', (type, options) =>
		expect(optionsOf(type)).toEqual(options),
	);

	it('have levels that are called differently, each with what it means', () => {
		const levels = MESSAGE_OPTIONS.safe.field([0, 1, 2]).options;
		expect(levels.map(({ name, value }) => [value, name])).toEqual([
			[0, 'No'],
			[1, 'Yes'],
			[2, 'Inside the Company Only'],
		]);
		expect(new Set(levels.map(({ description }) => description)).size).toBe(3);
		expect(MESSAGE_OPTIONS.safe.field(true).options).toEqual([]);
	});

	it('do not count in the form where they are left over from another content', () => {
		const given = { safe: 1, idTranslation: true, duplicateCheck: true };
		expect(optionsOfForm(app.options, offerOf('markdown'), given, [])).toEqual({
			duplicateCheck: true,
		});
	});

	it('are refused in JSON where the content does not have them, unless they say nothing or no', () => {
		const read = (json: object) =>
			optionsOfJson(app.options, offerOf('markdown'), json as Record<string, unknown>);
		expect(read({ safe: 0, enable_id_trans: '', enable_duplicate_check: '1' })).toEqual({
			duplicateCheck: true,
		});
		const refused = () => read({ safe: 1 });
		expect(refused).toThrow('Confidential (field "safe") doesn\'t exist for Markdown; given: 1');
		try {
			refused();
		} catch (error) {
			expect(error).toMatchObject({
				hint: 'Remove it. WeCom rejects the message with it.',
				issues: [{ field: 'Confidential (field "safe")', actual: 1 }],
			});
		}
	});

	it('are within what WeCom takes', () => {
		const read = (json: object) => () =>
			optionsOfJson(app.options, offerOf('text'), json as Record<string, unknown>);
		expect(read({ duplicate_check_interval: 14_400 })()).toEqual({
			duplicateCheckInterval: 14_400,
		});
		expect(read({ duplicate_check_interval: 14_401 })).toThrow(
			'Duplicate Check Interval (field "duplicate_check_interval") must be a whole number from 1 to 14400 seconds; given: 14401',
		);
		expect(read({ duplicate_check_interval: 0 })).toThrow('given: 0');
		expect(read({ enable_duplicate_check: 'x' })).toThrow('must be true or false');
		expect(read({ enable_id_trans: 'x' })).toThrow('must be true or false');
		expect(read({ safe: 2 })).toThrow('must be one of 0, 1 for Text; given: 2');
	});
});

describe('the duplicate check', () => {
	it('is switched on by its interval, unless it is set', () => {
		expect(settled({ duplicateCheckInterval: 60 })).toEqual({
			duplicateCheck: true,
			duplicateCheckInterval: 60,
		});
		expect(settled({ duplicateCheck: false, duplicateCheckInterval: 60, safe: 1 })).toEqual({
			duplicateCheck: false,
			safe: 1,
		});
		expect(settled({ duplicateCheck: true })).toStrictEqual({ duplicateCheck: true });
		expect(settled({ safe: 0 })).toStrictEqual({ safe: 0 });
	});

	it('holds a repetition back for the interval, half an hour where none is set', () => {
		expect(holdsBack({ duplicateCheck: true, duplicateCheckInterval: 60 })).toBe(60);
		expect(holdsBack({ duplicateCheck: true })).toBe(1800);
		expect(holdsBack({ duplicateCheck: false, duplicateCheckInterval: 60 })).toBeUndefined();
		expect(holdsBack({})).toBeUndefined();
	});
});

it.each([
	[0, false],
	[1, true],
	[2, false],
])('a message with safe %i is confidential, with a watermark: %s', (safe, expected) =>
	expect(confidential({ safe })).toBe(expected),
);
