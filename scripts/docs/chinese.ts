import type { Unit } from '../../nodes/WeCom/messages/fields/measure';
import { keyOf, type Language } from './language';
import { amountIn } from './markdown';
import { data, glossary, Phrasebook } from './phrases';

const UNITS: Record<Unit, string> = { bytes: '字节', characters: '个字符', chinese: '个汉字' };

const quoted = (names: readonly string[], between: string) =>
	names.map((name) => `“${name}”`).join(between);

/** Chinese pages: labels stay as they are in the form, followed by WeCom's own term. */
export function chinese(): { language: Language; phrases: Phrasebook } {
	const general = glossary();
	const errors = data<Record<string, { meaning: string; hint: string }>>('zh-CN', 'errors');
	const phrases = new Phrasebook(data('zh-CN', 'phrases'));

	/** The term of a field: its own, or that of all fields with this label. */
	function term(label: string, key: string): string {
		const own = keyOf(key, 'label');
		const listed = general.get(label);
		if (listed === undefined) throw new Error(`The glossary has no label "${label}" (${key})`);
		const [meaning] = listed.split(/[：（]/);
		return phrases.has(own) || meaning.includes(' / ') ? phrases.say(own) : meaning;
	}

	const language: Language = {
		name: 'zh-CN',
		folder: 'docs/zh-CN',
		toDocs: '../..',
		toOther: '../..',
		typeName({ value, label }) {
			const name = phrases.say(keyOf(value, 'label'));
			return name === label ? label : `${label} ${name}`;
		},
		label: (label, key) => `${label} ${term(label, key)}`,
		phrase: (_, key) => phrases.say(key),
		option: (name, key) => `${name} ${phrases.say(key)}`,
		error: (code) => {
			const entry = errors[code];
			if (entry === undefined) throw new Error(`texts/zh-CN/errors.json has no errcode ${code}`);
			return entry;
		},
		words: {
			otherLanguage: 'English',
			back: '全部消息类型',
			errorsPage: '错误码',
			pictures: {
				form: 'n8n 里的表单',
				message: '接收人看到的消息',
				formAlt: 'n8n 里填好的表单',
				messageAlt: '消息的样子，由模拟器绘制',
			},
			heads: {
				fields: '字段',
				options: '选项',
				json: 'JSON',
				node: '可粘贴的节点',
				reference: '企业微信官方文档',
			},
			columns: {
				field: '字段',
				api: 'API 参数',
				required: '是否必填',
				limit: '限制',
				notes: '说明',
				option: '选项',
				available: '本类型是否支持',
				type: 'Message Type 消息类型',
				summary: '用途',
				confidential: '保密消息',
				idTranslation: 'id转译',
				split: '拆分',
				callsBack: '产生回调',
				code: '错误码',
				meaning: '错误说明',
				hint: '排查方法',
				repeats: '节点是否自动重试',
			},
			yes: '是',
			no: '否',
			requiredIf: (condition) => `${condition}时必填`,
			onlyIf: (condition) => `仅当${condition}时有效`,
			whenIs: (label, values) => `“${label}”为${quoted(values, '或')}`,
			and: '，且',
			requiredToSend: '是，更新卡片时可不填',
			updateOnly: '仅用于 Update Card（更新卡片）',
			atMost: (amount) => `最多 ${amount}`,
			entries: (min, max) => (min === undefined ? `最多 ${max} 项` : `${min} 至 ${max} 项`),
			suggested: (amount) => `建议不超过 ${amount}`,
			range: (min, max) => `${min} 至 ${max}`,
			between: (min, max) => `${min} 至 ${max}`,
			amount: amountIn((amount, unit) => `${amount} ${UNITS[unit]}`),
			address: '须以 http:// 或 https:// 开头',
			translates: '支持 id转译',
			shownUpTo: (amount) =>
				`企业微信可能只显示前 ${amount}：超过时节点会给出警告，Truncate（截断）按此截断`,
			unique: (label) => `各项的“${label}”不可重复`,
			values: (names) => names.join('、'),
			withKey: (label, key) => `${label}（\`${key}\`）`,
			sentences: (parts) =>
				parts.map((part) => (/[。！？]$/.test(part) ? part : `${part}。`)).join(''),
			answer: (name, value, isDefault) => {
				const details = [...(value === undefined ? [] : [value]), ...(isDefault ? ['默认'] : [])];
				return details.length === 0 ? name : `${name}（${details.join('，')}）`;
			},
			embedded:
				'来自输入项的二进制数据或网址。JSON 里填文件的 base64，并在 `md5` 里填文件的 MD5（十六进制）',
			robots: '群机器人',
			robotTitle: '群机器人消息的字段',
			robotOther: '..',
			mediaSources: '输入项的二进制数据、网址，或 3 天内上传得到的 media_id',
			nameable: (label) => `“${label}”设置接收人看到的文件名`,
			formOnly: '仅表单',
			everyone: 'Send To: Everyone 发送给所有人',
			inFields: (labels) => `是，用于${quoted(labels, '、')}`,
			supported: (values) => `是：${quoted(values, '或')}`,
			overLong: (truncates, splits) =>
				[
					...(truncates.length > 0 ? [`Truncate（截断）缩短${quoted(truncates, '、')}`] : []),
					...(splits ? ['Split（拆分）分成多条消息发送'] : []),
				].join('；'),
			none: '–',
			refused: (sentence) => `发送前校验：${sentence}`,
			jsonHint:
				'把 **Input Mode**（输入方式）设为 JSON，再把下面的内容填入 **Content (JSON)**。校验规则与表单相同。',
			customJsonHint: '把下面的内容填入 **Content (JSON)**。',
			nodeHint: '复制下面的内容，点击编辑器的画布后粘贴，再选择凭证和接收人。',
			nodeSummary: '以上示例对应的节点',
			official: (url) => `各字段的官方说明：<${url}>`,
			cardsHead: '模板卡片',
			typesHead: '消息类型',
			always: '总是',
			withActionMenu: '有 Action Menu（右上角更多操作按钮）时',
			indexTitle: '消息类型',
			errorsTitle: '错误码与排查方法',
			repeats: {
				token: '是，换新的 access_token',
				busy: '是',
				rateLimited: '是，间隔更长',
				never: '–',
			},
			generated: '本页由 npm run docs 根据代码和 scripts/docs 中的文字生成，请修改那里。',
		},
	};
	return { language, phrases };
}
