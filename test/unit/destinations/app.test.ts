import { app } from '../../../nodes/WeCom/destinations/app';
import { MEMBER_LIMITS } from '../../../nodes/WeCom/destinations/memberLimits';
import { EVERYBODY } from '../../../nodes/WeCom/destinations/recipients';

describe('messages of an app', () => {
	it('go where WeCom takes them, with the credential of the app', () =>
		expect(app).toMatchObject({ path: 'message/send', credential: 'weComApi' }));

	it('begin with a text in the form', () =>
		expect(
			app.offers.filter(({ preselected }) => preselected).map(({ content }) => content.value),
		).toEqual(['text']));

	it('have notes in the form, each where it is about what is chosen', () => {
		const notices = app.offers.flatMap(({ content, notices: all = [] }) =>
			all.map(({ name, when }) => [content.value, name, when]),
		);
		expect(notices).toEqual([
			['custom', 'customNotice', undefined],
			['markdown', 'markdownNotice', undefined],
			['miniprogram_notice', 'miniprogramNotice', undefined],
			['miniprogram_notice', 'everyoneNotice', { sendTo: ['all'] }],
			['interactive_taskcard', 'taskcardNotice', undefined],
			['template_card', 'cardNotice', undefined],
			[
				'template_card',
				'callbackNotice',
				{
					inputMode: ['form'],
					cardType: ['button_interaction', 'multiple_interaction', 'vote_interaction'],
				},
			],
		]);
	});

	it('are chosen recipients or everyone, in the field that the notes name', () => {
		const [choice] = app.address.properties({ operation: ['send'] });
		expect(choice).toMatchObject({ displayName: 'Send To', name: 'sendTo' });
		expect(app.address.read({ value: () => 'all', isEntered: () => true })).toEqual(EVERYBODY);
		const says = app.offers.flatMap(({ notices = [] }) => notices.map((one) => one.says));
		expect(says.filter((one) => one.includes(choice.displayName))).toHaveLength(1);
	});

	it('put out what WeCom answered, with the task ID of a card', () =>
		expect(
			app.outcome(
				{ errcode: 0, msgid: 'M' },
				EVERYBODY,
				{ body: { task_id: 'T' } },
				{ invaliduser: [] },
			),
		).toMatchObject({ msgid: 'M', task_id: 'T', invaliduser: [] }));
});

it('a member gets so many messages a minute, and an hour', () =>
	expect(MEMBER_LIMITS).toEqual([
		{ messages: 30, milliseconds: 60_000, says: '30 messages a minute' },
		{ messages: 1000, milliseconds: 3_600_000, says: '1000 messages an hour' },
	]));
