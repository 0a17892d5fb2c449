import { memberOf, readEvent } from '../../../nodes/WeCom/callback/event';
import { toReplyXml, type Reply } from '../../../nodes/WeCom/replies/xml';
import { cdata, parseXml, type XmlObject } from '../../../nodes/WeCom/callback/xml';
import fixtures from '../../fixtures/callback-examples.json';
import { pretty } from './pretty';

const CORP = 'wwcorp';

const examples = Object.entries(
	fixtures.examples as Record<string, { kind: string; xml: string }>,
).map(([name, rest]) => ({ name, ...rest }));
const ofKind = (kind: string) => examples.filter((example) => example.kind === kind);
const xmlOf = (name: string) => examples.find((example) => example.name === name)?.xml ?? '';

it('there are 57 official examples', () => expect(examples).toHaveLength(57));

it.each(examples.filter(({ xml }) => xml.startsWith('<')))(
	'$name can be read as XML',
	({ xml }) => {
		expect(Object.keys(parseXml(xml))).toEqual(['xml']);
	},
);

describe.each([...ofKind('message'), ...ofKind('event')])('$name', ({ name, xml }) => {
	it('has a stable name', () => {
		const event = readEvent(xml, 0, CORP);
		const [kind, wanted] = name.split('.');
		expect(event.event).toBe(kind === 'message' ? `message.${wanted}` : wanted.toLowerCase());
		expect(event.receivedAt).toBe('1970-01-01T00:00:00.000Z');
	});

	it("keeps every value of WeCom's under WeCom's name", () => {
		const texts = [...xml.matchAll(/<(\w+)>(?:<!\[CDATA\[([^\]]*)\]\]>|([^<\s][^<]*))<\/\1>/g)];
		expect(texts.length).toBeGreaterThan(3);
		const json = JSON.stringify(readEvent(xml, 0, CORP));
		for (const [, tag, marked, plain] of texts) {
			expect(json).toContain(JSON.stringify(tag.replace('Opiton', 'Option')));
			const value = marked ?? plain;
			// 113.320 is the number 113.32.
			expect(json).toContain(
				/^\d+\.\d+$/.test(value) ? String(Number(value)) : JSON.stringify(value).slice(1, -1),
			);
		}
	});
});

describe('a callback that somebody has printed', () => {
	const corpora = [...ofKind('message'), ...ofKind('event')];
	const answers = xmlOf('event.template_card_event');

	it.each(corpora)('$name is the same in every layout', ({ xml }) => {
		const compact = readEvent(pretty(xml, 'compact'), 0, CORP);
		for (const layout of ['indented', 'tabs', 'windows', 'commented', 'divided'] as const) {
			expect(readEvent(pretty(xml, layout), 0, CORP)).toEqual(compact);
		}
	});

	it('has its answers, and not the space between them', () => {
		expect(readEvent(pretty(answers, 'commented'), 0, CORP)).toMatchObject({
			event: 'template_card_event',
			EventKey: 'key111',
			SelectedItems: {
				SelectedItem: [{ OptionIds: { OptionId: ['OptionId1', 'OptionId2'] } }, {}],
			},
		});
	});

	it.each<[string, string]>([
		['\n\t<![CDATA[change_contact]]>\n', 'change_contact'],
		[' <![CDATA[change_contact]]> ', 'change_contact'],
		['\n  change_contact\n', 'change_contact'],
		['\r\n\tchange_contact\r\n', 'change_contact'],
		['<!-- a -->\n change_contact <!-- b -->\n', 'change_contact'],
		['<![CDATA[change_]]>\n  <!-- a -->\n  <![CDATA[contact]]>', 'change_contact'],
		['<![CDATA[change_]]>\n  contact\n', 'change_contact'],
	])('%j is %s', (inside, event) => {
		const xml = `<xml>\n<MsgType>\nevent\n</MsgType>\n<Event>${inside}</Event>\n</xml>`;
		expect(readEvent(xml, 0, CORP)).toMatchObject({ event, Event: event });
	});

	it.each<[string, string]>([
		['<![CDATA[  ]]>', '  '],
		['\n  <![CDATA[ \n ]]>\n', ' \n '],
		['\n\t<![CDATA[  two\nlines ]]>\n', '  two\nlines '],
		['<![CDATA[a]]><![CDATA[ ]]><![CDATA[b]]>', 'a b'],
		['<![CDATA[]]>', ''],
		['\n   \n', ''],
		['\n  one\n\n  two\n', 'one\n\n  two'],
		['a <!-- no -->b', 'a b'],
		[' a\nb', ' a\nb'],
		['&#10;a&#32;', '\na '],
		['\u3000', '\u3000'],
		['\n\u00a0a\u3000\n', '\u00a0a\u3000'],
	])('keeps what was written: %j', (inside, content) => {
		expect(
			readEvent(`<xml><MsgType>text</MsgType><Content>${inside}</Content></xml>`, 0, CORP).Content,
		).toBe(content);
	});

	it('takes no longer for a text of line breaks than for another', () => {
		const hostile = `<a>x${'\n'.repeat(500_000)}x${' '.repeat(500_000)}</a>`;
		expect((parseXml(hostile).a as string).length).toBe(1_000_002);
	});
});

/** The names of all numbers in an object, however deep they are. */
function numbersIn(value: unknown, name = ''): string[] {
	if (typeof value === 'number') return [name];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		numbersIn(inner, Array.isArray(value) ? name : key),
	);
}

describe('clean JSON', () => {
	it('has numbers where WeCom counts, measures, dates, or says a state', () => {
		const events = [...ofKind('message'), ...ofKind('event')].map(({ xml }) =>
			readEvent(xml, 0, CORP),
		);
		expect([...new Set(events.flatMap((event) => numbersIn(event)))].sort()).toEqual(
			[
				['AgentID', 'AgentId', 'ApplyTime', 'Count', 'CreateTime', 'EffectTime', 'ErrCode'],
				['Gender', 'ItemOpTime', 'ItemStatus', 'Latitude', 'Location_X', 'Location_Y'],
				['Longitude', 'MainDepartment', 'NodeAttr', 'NodeStatus', 'NodeType', 'OpenSpStatus'],
				['Precision', 'Scale', 'Status', 'approverstep'],
			].flat(),
		);
	});

	it('has lists for the answers of a card, also for a single one, and in the old spelling', () => {
		const many = readEvent(xmlOf('event.template_card_event'), 0, CORP);
		expect(many.SelectedItems).toEqual({
			SelectedItem: [
				{ QuestionKey: 'QuestionKey1', OptionIds: { OptionId: ['OptionId1', 'OptionId2'] } },
				{ QuestionKey: 'QuestionKey2', OptionIds: { OptionId: ['OptionId3', 'OptionId4'] } },
			],
		});
		const one = xmlOf('event.template_card_event.legacy_misspelled').replace(
			/<OpitonId><!\[CDATA\[OpitonId2\]\]><\/OpitonId>/,
			'',
		);
		expect(readEvent(one, 0, CORP).SelectedItems).toEqual({
			SelectedItem: [{ QuestionKey: 'QuestionKey1', OptionIds: { OptionId: ['OpitonId1'] } }],
		});
	});

	it('keeps IDs that look like numbers as text, whatever their length', () => {
		const { MsgId, CreateTime, AgentID } = readEvent(
			xmlOf('message.text').replace('1234567890123456', '4561255354251345929'),
			0,
			CORP,
		);
		expect({ MsgId, CreateTime, AgentID }).toEqual({
			MsgId: '4561255354251345929',
			CreateTime: 1348831860,
			AgentID: 1,
		});
	});

	it.each([
		['an emoji in brackets', '[微笑]'],
		['a number', '00123'],
		['an end mark of CDATA', 'a]]>b'],
		['tags', '<b>&amp;</b>'],
		['nothing', ''],
	])('keeps a content of %s', (_, content) => {
		const xml = `<xml><MsgType>text</MsgType><Content>${cdata(content)}</Content></xml>`;
		expect(readEvent(xml, 0, CORP).Content).toBe(content);
	});

	it.each([
		['SelectedItems', { SelectedItem: [] }],
		['OptionIds', { OptionId: [] }],
		['OpitonIds', { OptionId: [] }, 'OptionIds'],
		['PicList', { item: [] }],
		['ExtAttr', { Item: [] }],
		['ApprovalNodes', { ApprovalNode: [] }],
		['Items', { Item: [] }],
		['NotifyNodes', { NotifyNode: [] }],
	])('has an empty list for an empty <%s/>', (name, empty, renamed = name) => {
		for (const inside of ['', '\n  ', '<!-- none -->', '<![CDATA[]]>']) {
			const xml = `<xml><MsgType>event</MsgType><Outer><${name}>${inside}</${name}></Outer><${name}/></xml>`;
			expect(readEvent(xml, 0, CORP)).toMatchObject({
				Outer: { [renamed]: empty },
				[renamed]: empty,
			});
		}
	});

	it('keeps what else is in an element that should hold a list', () => {
		const xml =
			'<xml><MsgType>event</MsgType><Items>text</Items><PicList><Else>a</Else></PicList></xml>';
		expect(readEvent(xml, 0, CORP)).toMatchObject({
			Items: 'text',
			PicList: { item: [], Else: 'a' },
		});
	});

	it('has no entry for an empty element in a list', () => {
		const xml =
			'<xml><MsgType>event</MsgType><OptionIds><OptionId/><OptionId>a</OptionId></OptionIds><PicList><item/></PicList></xml>';
		expect(readEvent(xml, 0, CORP)).toMatchObject({
			OptionIds: { OptionId: ['a'] },
			PicList: { item: [] },
		});
	});

	it('has a list where an element occurs several times', () => {
		const xml = '<xml><MsgType>event</MsgType><New>a</New><New>b</New></xml>';
		expect(readEvent(xml, 0, CORP).New).toEqual(['a', 'b']);
	});

	it('loses nothing where both spellings occur', () => {
		const xml =
			'<xml><MsgType>event</MsgType><OpitonIds><OpitonId>a</OpitonId><OptionId>b</OptionId></OpitonIds></xml>';
		expect(readEvent(xml, 0, CORP).OptionIds).toEqual({ OptionId: ['a', 'b'] });
	});

	it.each<[string, unknown]>([
		['1', 1],
		['-1', -1],
		['0', 0],
		['-23.104', -23.104],
		['65.000', 65],
		[' 1 ', 1],
		['1234567890123456', 1234567890123456],
		['0.12345678901234', 0.12345678901234],
		['0.123456789012345', '0.123456789012345'],
		['0x10', '0x10'],
		['0b1', '0b1'],
		['0o7', '0o7'],
		['1e3', '1e3'],
		['1.5e3', '1.5e3'],
		['+1', '+1'],
		['-0', '-0'],
		['007', '007'],
		['.5', '.5'],
		['5.', '5.'],
		['1,000', '1,000'],
		['1_000', '1_000'],
		['Infinity', 'Infinity'],
		['NaN', 'NaN'],
		['９', '９'],
		['9007199254740993', '9007199254740993'],
		['0.12345678901234567890', '0.12345678901234567890'],
		['', ''],
	])('takes %j for the number it is, or leaves it', (given, wanted) => {
		for (const name of ['Status', 'Latitude', 'AgentID']) {
			expect(
				readEvent(`<xml><MsgType>event</MsgType><${name}>${given}</${name}></xml>`, 0, CORP)[name],
			).toBe(wanted);
		}
	});

	it.each(['event', 'receivedAt', 'mediaError', 'replyError', '__proto__'])(
		'keeps an element called <%s> beside our own field',
		(name) => {
			const xml = `<xml><MsgType>text</MsgType><${name}>theirs</${name}><${name}_>other</${name}_><${name.toUpperCase()}>loud</${name.toUpperCase()}></xml>`;
			const event = readEvent(xml, 0, CORP);
			expect(event).toMatchObject({
				event: 'message.text',
				receivedAt: '1970-01-01T00:00:00.000Z',
			});
			expect(event).toMatchObject({ [`${name}_`]: 'other', [`${name}__`]: 'theirs' });
			const values = Object.values(JSON.parse(JSON.stringify(event)) as object);
			for (const value of ['theirs', 'other', 'loud'])
				expect(values.filter((one) => one === value)).toHaveLength(1);
			expect(event.mediaError ?? event.replyError).toBeUndefined();
		},
	);

	it('lets unknown types through', () => {
		expect(
			readEvent('<xml><MsgType>hologram</MsgType><Depth>3</Depth></xml>', 0, CORP),
		).toMatchObject({ event: 'message.hologram', Depth: '3' });
		expect(
			readEvent('<xml><MsgType>event</MsgType><Event>New_Thing</Event></xml>', 0, CORP).event,
		).toBe('new_thing');
	});

	it('names an event whatever space is around its type, and also if it has no name', () => {
		const named = '<xml><MsgType> event </MsgType><Event> View </Event></xml>';
		expect(readEvent(named, 0, CORP).event).toBe('view');
		expect(readEvent('<xml><MsgType> text </MsgType></xml>', 0, CORP).event).toBe('message.text');
		expect(readEvent('<xml><MsgType>event</MsgType></xml>', 0, CORP).event).toBe('unknown');
	});

	it.each([
		'<xml>text</xml>',
		'<other><MsgType>text</MsgType></other>',
		'<xml><Event>view</Event></xml>',
		'<xml><MsgType> </MsgType></xml>',
		'<xml><MsgType/></xml>',
		'<xml><MsgType><![CDATA[ ]]></MsgType></xml>',
		'<xml><MsgType><a/></MsgType></xml>',
	])('is not made of %s, which is no message', (xml) =>
		expect(() => readEvent(xml, 0, CORP)).toThrow(
			expect.objectContaining({ name: 'CallbackRefusal', status: 400 }),
		),
	);

	it('is made of own values only', () => {
		const event = readEvent(
			'<xml><MsgType>text</MsgType><constructor>x</constructor><__proto__>y</__proto__></xml>',
			0,
			CORP,
		);
		expect(event.constructor).toBe('x');
		expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
	});
});

describe('passive replies', () => {
	const address = { to: 'toUser', from: 'fromUser', at: 1348831860_000 };
	const shape = (xml: string) => {
		const { xml: root } = parseXml(xml) as { xml: XmlObject };
		return { ...root, CreateTime: '' };
	};

	it.each<[string, Reply]>([
		['reply.text', { type: 'text', content: 'this is a test' }],
		['reply.image', { type: 'image', mediaId: 'media_id' }],
		['reply.voice', { type: 'voice', mediaId: 'media_id' }],
		[
			'reply.video',
			{ type: 'video', mediaId: 'media_id', title: 'title', description: 'description' },
		],
		[
			'reply.news',
			{
				type: 'news',
				articles: [
					{ title: 'title1', description: 'description1', picUrl: 'picurl', url: 'url' },
					{ title: 'title', description: 'description', picUrl: 'picurl', url: 'url' },
				],
			},
		],
		['reply.update_button', { type: 'update_button', replaceName: 'ReplaceName' }],
	])('%s is like the official one', (name, reply) => {
		expect(shape(toReplyXml(reply, address))).toEqual(shape(xmlOf(name)));
	});

	it('with a card uses the names of the reply and repeats lists without an element around them', () => {
		const card = {
			card_type: 'text_notice',
			main_title: { title: 'T', desc: '' },
			source: null,
			quote_area: { type: 2, appid: 'a', pagepath: 'p' },
			card_action: { type: 2, appid: 'a' },
			horizontal_content_list: [
				{ keyname: 'K', value: 'V' },
				{ keyname: 'L', type: 3, userid: 'u' },
			],
		};
		const { TemplateCard } = shape(
			toReplyXml({ type: 'update_template_card', card }, address),
		) as unknown as { TemplateCard: XmlObject };
		expect(TemplateCard).toEqual({
			CardType: 'text_notice',
			MainTitle: { Title: 'T' },
			QuoteArea: { Type: '2', Appid: 'a', PagePath: 'p' },
			CardAction: { Type: '2', AppId: 'a' },
			HorizontalContentList: [
				{ KeyName: 'K', Value: 'V' },
				{ KeyName: 'L', Type: '3', UserId: 'u' },
			],
		});
	});

	it.each([
		'text_notice',
		'news_notice',
		'button_interaction',
		'vote_interaction',
		'multiple_interaction',
	])('reply.update_template_card.%s can be read', (card) =>
		expect(shape(xmlOf(`reply.update_template_card.${card}`))).toMatchObject({
			MsgType: 'update_template_card',
		}),
	);
});

describe('a reply of our own that somebody sends back', () => {
	it.each<[string, Reply]>([
		['text', { type: 'text', content: 'x' }],
		['image', { type: 'image', mediaId: 'm' }],
		['update_button', { type: 'update_button', replaceName: 'x' }],
	])('is refused (%s)', (_, reply) => {
		for (const from of [CORP, CORP.toUpperCase(), ` ${CORP}\n`, '']) {
			const xml = toReplyXml(reply, { to: 'zhangsan', from, at: 0 });
			expect(() => readEvent(xml, 0, from.trim().toLowerCase())).toThrow(
				expect.objectContaining({ name: 'CallbackRefusal', status: 403 }),
			);
		}
	});

	it.each(['zhangsan', 'sys', `${CORP}1`])('is not taken for what %s sends', (from) => {
		expect(
			readEvent(`<xml><FromUserName>${from}</FromUserName><MsgType>text</MsgType></xml>`, 0, CORP)
				.FromUserName,
		).toBe(from);
	});
});

describe('the member of a callback', () => {
	it.each<[string | undefined, string | undefined]>([
		['zhangsan', 'zhangsan'],
		['sys', undefined],
		['SYS', undefined],
		[' zhangsan ', 'zhangsan'],
		[' sys ', undefined],
		[' ', undefined],
		['', undefined],
		[undefined, undefined],
	])('from %j is %j', (from, member) => expect(memberOf({ FromUserName: from })).toBe(member));
});

describe('XML', () => {
	it('knows entities, numbers of characters, comments and CDATA anywhere', () => {
		expect(
			parseXml(
				'<?xml version="1.0"?> <!-- c --> <a>1 &lt;&#20013;&#x6587;&amp; <![CDATA[<x>]]>2</a> ',
			),
		).toEqual({ a: '1 <中文& <x>2' });
		expect(parseXml('<a>&lt;&gt;&amp;&quot;&apos;&#x10ffff;</a>')).toEqual({
			a: '<>&"\'\u{10ffff}',
		});
	});

	it('leaves what stands for no character as it is', () =>
		expect(parseXml('<a>&#x110000;&#1114112;&nbsp;</a>')).toEqual({
			a: '&#x110000;&#1114112;&nbsp;',
		}));

	it('may have space behind a name', () => expect(parseXml('<a >x</a\n>')).toEqual({ a: 'x' }));

	it.each([
		'',
		'<a>',
		'<a></b>',
		'<a x="1"/>',
		'<a x="1">x</a>',
		'<a/><b/>',
		'text',
		'xa></a>',
		'<a',
		'<a></a!',
		'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
		'<a><![CDATA[x</a>',
		'<1/>',
		'<a'.repeat(50),
	])('%j is refused', (xml) =>
		expect(() => parseXml(xml)).toThrow(
			expect.objectContaining({ name: 'CallbackRefusal', status: 400 }),
		),
	);

	it('refuses elements nested beyond reason', () => {
		expect(() => parseXml('<a>'.repeat(5000))).toThrow(expect.objectContaining({ status: 400 }));
		const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
		expect(Object.keys(parseXml(nested(21)))).toEqual(['a']);
		expect(() => parseXml(nested(22))).toThrow(expect.objectContaining({ status: 400 }));
	});
});
