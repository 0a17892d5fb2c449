import { filled } from './texts';

/** Languages of the pages. */
export type Language = 'en' | 'zh';

/** What a page itself says, in English and in Chinese. */
const TEXTS = {
	optional: ['optional', '选填'],
	choose: ['Choose…', '请选择'],
	none: ['None', '不选'],
	yourAnswer: ['Your answer', '您的回复'],
	answeringAs: ['You answer as {member}', '您正以 {member} 的身份回复'],
	checkAnswers: ['Check your answers', '请检查填写的内容'],

	missing: ['This is required', '此项必填'],
	chooseOne: ['Choose one', '请选择一项'],
	chooseSome: ['Choose at least one', '请至少选择一项'],
	useButton: ['Answer with one of the buttons', '请点击按钮作答'],
	unknownChoice: ["This choice isn't on the list. Choose again", '所选内容不在列表中，请重新选择'],
	unreadable: ["This can't be read. Enter it again", '无法识别，请重新填写'],
	tooLong: [
		'At most {most} characters are allowed, and this has {actual}',
		'最多 {most} 个字符，现有 {actual} 个',
	],
	notANumber: [
		'Enter a number in digits, such as 12 or 3.5, without thousands separators',
		'请填写数字，例如 12 或 3.5，不要加千分位分隔符',
	],
	tooManyDigits: ['At most {most} digits are allowed', '最多 {most} 位数字'],
	notADate: ['Enter a date, such as 2026-11-27', '请填写日期，例如 2026-11-27'],

	recordedTitle: ['Answer recorded', '已提交'],
	recorded: ['You can close this page.', '可以关闭此页面了。'],
	notRecordedTitle: ["Your answer wasn't recorded", '您的回复未被记录'],
	notRecorded: [
		"Somebody else may have answered at the same moment. Open the page again from the message to see whether it's still open.",
		'可能有其他人在同一时刻回复。请从消息中重新打开此页面，查看是否仍可回复。',
	],
	typed: ['What you wrote, to copy', '您填写的内容，可以复制'],
	closedTitle: ['No longer open', '已结束'],
	closed: ["This can't be answered anymore.", '已经不能再回复了。'],
	notAllowedTitle: ["You can't answer this", '您无权回复'],
	notAllowed: ['Only the members who were asked can answer.', '只有被询问的成员才能回复。'],
	notMemberTitle: ["You aren't a member", '您不是企业成员'],
	notMember: [
		'Only members of this company can answer. Open the page in WeCom while you use it for this company.',
		'只有本企业的成员才能回复。请在企业微信中切换到本企业后打开此页面。',
	],
	codeUsedTitle: ['This login has expired', '登录已失效'],
	codeUsed: [
		'Each login opens the page once, and lets you answer for 10 minutes. Open the page again from the message.',
		'每次登录只能打开一次页面，10 分钟内可以回复。请从消息中重新打开此页面。',
	],
	untrustedDomainTitle: ["WeCom doesn't trust this address", '企业微信未信任此域名'],
	untrustedDomain: [
		"Ask the administrator to enter this page's domain as a trusted domain of the app.",
		'请管理员在企业微信管理后台将此页面的域名设置为应用的可信域名。',
	],
	loginFailedTitle: ["Couldn't log you in", '登录失败'],
	loginFailed: [
		"WeCom couldn't be asked who you are. Wait a minute, then open the page again from the message.",
		'暂时无法向企业微信确认您的身份。请稍等片刻，再从消息中重新打开此页面。',
	],
} as const;

/** A text of the pages. */
export type PageText = keyof typeof TEXTS;

const ORDER: Readonly<Record<Language, 0 | 1>> = { en: 0, zh: 1 };

/** A text of the pages, in a language. */
export function pageText(
	text: PageText,
	language: Language,
	values: Readonly<Record<string, string>> = {},
): string {
	return filled(TEXTS[text][ORDER[language]], values);
}
