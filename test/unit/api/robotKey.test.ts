import { InvalidInputError } from '../../../nodes/WeCom/api/explained';
import { maskedKey, readRobotKey } from '../../../nodes/WeCom/api/robotKey';

const ROBOT = 'facade00-cafe-4ace-bead-decade000001';
const WECOM = 'https://qyapi.weixin.qq.com';
const URL_OF = `${WECOM}/cgi-bin/webhook/send?key=${ROBOT}`;

function refusalOf(given: unknown, baseUrl = WECOM): InvalidInputError {
	try {
		readRobotKey(given, baseUrl);
	} catch (error) {
		return error as InvalidInputError;
	}
	throw new Error('It was taken');
}

it.each([
	URL_OF,
	`  ${URL_OF}\n`,
	`\ufeff${URL_OF}\u200b`,
	`${URL_OF}&debug=1`,
	`${WECOM}/cgi-bin/webhook/send?debug=1&key=${ROBOT}`,
	`http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${ROBOT}`,
	`HTTPS://QYAPI.WEIXIN.QQ.COM/cgi-bin/webhook/send?key=${ROBOT}`,
	ROBOT,
	`\u00a0${ROBOT} `,
	`key=${ROBOT}`,
	`?key=${ROBOT}`,
])('%j is the robot of that key', (given) => expect(readRobotKey(given, WECOM)).toBe(ROBOT));

it('a relay has its own host, and takes the key alone', () => {
	const relay = 'https://relay.example.com:8443/wecom';
	expect(readRobotKey(ROBOT, relay)).toBe(ROBOT);
	expect(readRobotKey(`${relay}/cgi-bin/webhook/send?key=${ROBOT}`, relay)).toBe(ROBOT);
	const { message, hint } = refusalOf(URL_OF, relay);
	expect(message).toBe(
		"The URL in Webhook URL or Key isn't for relay.example.com:8443, the host of Base URL in the credential",
	);
	expect(hint).toContain('enter only the key');
});

it.each([[{}], [7], [true], [['aaaaaaaa', 'bbbbbbbb']]])('%j is no text', (given) =>
	expect(refusalOf(given).message).toBe('Webhook URL or Key must be text'),
);

it.each([undefined, null, '', '  ', '\u200b'])('%j is missing', (given) =>
	expect(refusalOf(given).message).toBe('Webhook URL or Key is missing'),
);

it.each([
	`${WECOM}/cgi-bin/webhook/send`,
	`${WECOM}/cgi-bin/webhook/send?key=`,
	'https://',
	`https://?key=${ROBOT}`,
])('%j has no key', (given) =>
	expect(refusalOf(given).message).toBe('The URL in Webhook URL or Key has no key'),
);

it.each([
	'short',
	`${ROBOT} ${ROBOT}`,
	`${ROBOT}/..`,
	'Webhook: abc',
	`${WECOM}/x?key=a b c d e f`,
	'x'.repeat(200),
])('%j is no key', (given) =>
	expect(refusalOf(given).message).toMatch(/is neither a webhook URL nor the key in it$/),
);

it('no refusal shows what was given', () => {
	const given = [`${ROBOT}!`, `https://elsewhere.example.com/?key=${ROBOT}`, `${ROBOT} ${ROBOT}`];
	for (const one of given) {
		const error = refusalOf(one);
		expect(JSON.stringify([error.message, error.description, error.details()])).not.toContain(
			ROBOT,
		);
	}
});

it('shows of a key its end only', () => expect(maskedKey(ROBOT)).toBe('…0001'));
