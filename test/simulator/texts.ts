/** Every text of the page, in English and in Chinese. `{name}` is replaced by a value. */
export const TEXTS = {
	// The page
	title: ['WeCom Simulator', '企业微信模拟器'],
	skip: ['Skip to the conversation', '跳到会话'],
	language: ['Language', '语言'],
	copy: ['Copy {what}', '复制 {what}'],
	copied: ['Copied', '已复制'],
	copyFailed: ["The browser can't copy. Select the text instead.", '浏览器无法复制，请手动选择。'],
	unreachable: [
		"The simulator isn't responding. Is it still running?",
		'模拟器没有响应，请检查是否仍在运行。',
	],

	// Members
	members: ['Members', '成员'],
	search: ['Search members and groups', '搜索成员和群聊'],
	searchHint: ['Name or ID', '姓名、群名或账号'],
	noMessages: ['No messages', '暂无消息'],
	messageCount: ['Messages: {count}', '消息数：{count}'],
	dropCount: ['Dropped: {count}', '已丢弃：{count}'],
	memberCount: ['{count} members', '{count} 人'],
	noMatch: ['No members match “{search}”.', '没有与“{search}”匹配的成员。'],
	moreMembers: ['{count} more. Search to find them.', '还有 {count} 人，请搜索。'],

	// Groups
	groups: ['Groups', '群聊'],
	moreGroups: ['{count} more. Search to find them.', '还有 {count} 个群，请搜索。'],
	group: ['Group', '群聊'],
	groupInfo: ['Group info', '群信息'],
	conversationIn: ['Conversation in {group}', '{group}中的会话'],
	emptyGroup: [
		'No messages in this group yet. Send one from n8n with the webhook URL of its robot, which is listed under Group info.',
		'群里还没有消息。在 n8n 中用群机器人的 Webhook 地址（见“群信息”）发送一条。',
	],
	emptyChat: [
		"No messages in this group yet. Until the first one, some WeCom clients don't show the group at all.",
		'群里还没有消息。在发送第一条消息之前，部分企业微信客户端不显示该群。',
	],
	robot: ['Robot', '机器人'],
	owner: ['Owner', '群主'],
	createdBy: ['Created by {app}', '由“{app}”创建'],
	dissolved: ['The owner has dissolved this group.', '群主已解散该群。'],
	mentions: ['Mentions:', '提醒：'],
	everybody: ['everybody', '所有人'],
	missed: [
		'Dropped here without an error, as in WeCom, for {names}: one app gets at most 200 messages a minute and 10,000 a day through to a member in all its groups.',
		'与企业微信一样，此处对 {names} 丢弃且不报错：同一应用在所有群聊中发给同一成员，每分钟最多送达 200 条，每天最多 10000 条。',
	],

	// Several phones
	severalPhones: ['Several phones side by side', '并排查看多部手机'],
	phones: ['Phones · {app}', '多部手机 · {app}'],
	onePhone: ['One phone', '单部手机'],
	member: ['Member (user ID)', '成员账号'],
	addPhone: ['Add phone', '添加手机'],
	removePhone: ['Remove the phone of {name}', '移除{name}的手机'],
	phoneOf: ['Phone of {name}', '{name}的手机'],
	together: ['Press together', '同时点击'],
	pressTogether: ['Press on all at once', '全部同时点击'],
	pressedTogether: ['Pressed at once: {count}', '已同时点击：{count}'],
	noPress: ["Don't press", '不点击'],
	noSharedCard: [
		'When a card with buttons arrives, you can press it here on all phones at once.',
		'收到带按钮的卡片后，可在此让所有手机同时点击。',
	],

	// The phone
	allMembers: ['All members', '全部成员'],
	receiving: ['Receiving', '接收中'],
	setUpReceiving: ['Set up receiving', '设置接收消息'],
	apps: ['Apps', '应用'],
	conversation: ['Conversation with {app}', '与{app}的会话'],
	empty: [
		"No messages from this app yet. Send one from n8n with this app's values for the credential, which are listed under Receive Messages.",
		'这个应用还没有发送消息。在 n8n 中用这个应用的凭证（见“接收消息”）发送一条。',
	],
	recalledBy: ['“{who}” recalled a message', '“{who}”撤回了一条消息'],
	recalled: ['Message recalled', '撤回了一条消息'],
	confidential: ["Confidential message. Can't be forwarded.", '保密消息，不可转发'],
	internal: ['Can only be shared inside the company', '仅限企业内分享'],
	dropped: [
		'Dropped here without an error, as in WeCom: {count}. One app gets at most {minute} messages a minute and {hour} an hour through to a member.',
		'与企业微信一样，此处丢弃了 {count} 条且不报错：同一应用发给同一成员，每分钟最多送达 {minute} 条，每小时最多 {hour} 条。',
	],
	newer: ['New messages', '新消息'],
	appMenu: ['App menu', '应用菜单'],
	messageToApp: ['Message to the app', '发给应用的消息'],
	writeHint: ['Message', '发消息'],
	picture: ['Send a picture', '发送图片'],
	send: ['Send', '发送'],

	// Messages and cards
	imageMark: ['[Picture]', '[图片]'],
	voiceMark: ['[Voice]', '[语音]'],
	videoMark: ['[Video]', '[视频]'],
	fileMark: ['[File]', '[文件]'],
	voice: ['Voice message, {seconds} seconds', '语音消息，{seconds} 秒'],
	play: ['Play the video', '播放视频'],
	fold: ['Collapse', '收起'],
	fileGone: ['File no longer available', '文件已失效'],
	details: ['Details', '详情'],
	readOriginal: ['Read original', '阅读原文'],
	openMini: ['Open in mini program', '进入小程序查看'],
	opensMini: ['Opens the mini program {page}', '打开小程序 {page}'],
	notLoaded: ['Picture {name}, not loaded', '图片 {name}，未加载'],
	moreActions: ['More actions', '更多操作'],
	vote: ['Vote', '投票'],
	messageDetails: ['Message details', '消息详情'],

	// Receiving
	toConversation: ['Conversation', '会话'],
	receive: ['Receive Messages', '接收消息'],
	receives: [
		'What members do in “{app}” is sent to this URL.',
		'成员在“{app}”中的操作会发送到该 URL。',
	],
	receivesNot: [
		'Nothing receives what members do in “{app}” yet. Publish a workflow with the WeCom Trigger, then enter its production URL and the values from its callback credential.',
		'“{app}”尚未设置接收消息。请先发布带有 WeCom Trigger 的工作流，再填入它的生产环境 URL 和回调凭证中的值。',
	],
	save: ['Save', '保存'],
	generate: ['Generate', '随机获取'],
	generated: [
		'These are new values. Enter them in the credential too, then save.',
		'已生成新的值。请同时填入凭证，然后保存。',
	],
	credentials: ['For the credentials', '凭证所需的值'],

	// What came of something
	dismiss: ['Dismiss', '关闭提示'],
	good: ['Done', '成功'],
	bad: ['Failed', '失败'],
	note: ['Note', '注意'],
	busy: ['In progress', '进行中'],
	open: ['In progress', '进行中'],
	waiting: ['Waiting for the app…', '正在等待应用应答……'],
	textMessage: ['the text message', '文本消息'],
	imageMessage: ['the image message', '图片消息'],
	event: ['{event} ({key})', '{event}（{key}）'],
	cardEvent: ['template_card_event', '模板卡片事件'],
	cardMenuEvent: ['template_card_menu_event', '模板卡片菜单事件'],
	taskcardEvent: ['taskcard_click', '任务卡片事件'],
	menuClick: ['click', '菜单点击事件'],
	menuView: ['view', '菜单链接事件'],
	sent: ['Sent {name}, answered in {ms} ms.', '已发送{name}，{ms} 毫秒后收到应答。'],
	sentOnTry: [
		'Sent {name}, answered in {ms} ms on try {tries}.',
		'已发送{name}，第 {tries} 次尝试后 {ms} 毫秒收到应答。',
	],
	sentOnly: ['Sent {name}.', '已发送{name}。'],
	nothingYet: [
		'No reply in the answer. Waiting for what the workflow does…',
		'应答中没有回复，等待工作流的动作……',
	],
	workflowActed: ['The workflow acted on it.', '工作流已处理。'],
	nothingCame: [
		"HTTP 200, but nothing came of it. The workflow at {url} doesn't take this event (see Events and Event Keys of its WeCom Trigger), or the URL is another workflow's, since an app has only one. Or the workflow ran and neither replied nor sent anything.",
		'HTTP 200，但没有任何结果。{url} 的工作流不接收此事件（见其 WeCom Trigger 的 Events 和 Event Keys），或这个 URL 属于另一个工作流（一个应用只有一个 URL），或工作流已运行但既没有回复也没有发送消息。',
	],
	replied: ['The app replied: {type}.', '应用已回复：{type}。'],
	updated: ['The reply updated the card.', '回复更新了卡片。'],
	opens: ['WeCom opens {url} now.', '企业微信此时打开 {url}。'],
	gone: ['This is no longer available.', '该操作已失效。'],
	stillWaiting: [
		'This phone has pressed the card already, and waits for the app.',
		'已在这部手机上点击过，正在等待应用处理。',
	],
	chooseFirst: ['Choose an option first.', '请先选择一个选项。'],
	writeFirst: ['Write something first.', '请先输入内容。'],
	badPicture: [
		'The picture must be a JPG or PNG of up to 10 MB.',
		'图片须为 JPG 或 PNG，不超过 10 MB。',
	],
	nobodyReceives: [
		'Nothing receives {name} yet. Set up receiving first.',
		'没有应用接收{name}，请先设置接收消息。',
	],
	rejected: ['{name} was rejected.', '{name}被拒绝。'],
	status: ['The app answered with HTTP {status}.', '应用应答 HTTP {status}。'],
	statusSays: [
		'The app answered with HTTP {status}: “{message}”',
		'应用应答 HTTP {status}：“{message}”',
	],
	secretsDiffer: [
		'Token, EncodingAESKey, and Corp ID must be the same on both sides.',
		'两边的 Token、EncodingAESKey 和 Corp ID 必须一致。',
	],
	notPublished: [
		'n8n is running, but no published workflow has this URL. Publish the workflow first, and use the production URL of its trigger.',
		'n8n 正在运行，但没有已发布的工作流使用该 URL。请先发布工作流，并使用触发器的生产环境 URL。',
	],
	notFound: [
		'Nothing is at this URL. Publish the workflow first, and use the production URL of its trigger.',
		'该 URL 不存在。请先发布工作流，并使用触发器的生产环境 URL。',
	],
	checkLog: ['Check the n8n log.', '请查看 n8n 日志。'],
	noAnswer: ['No response in {tries} tries: {reason}', '尝试 {tries} 次均无响应：{reason}'],
	noAnswerInTime: [
		'No response in {tries} tries of {ms} ms each',
		'尝试 {tries} 次均无响应，每次等待 {ms} 毫秒',
	],
	badSignature: ["The reply's signature doesn't match", '回复的签名不匹配'],
	noReply: [
		'The response is neither empty nor an encrypted reply. WeCom ignores it.',
		'应答既不为空，也不是加密的回复，企业微信会忽略。',
	],
	unknownReply: [
		"WeCom doesn't support replies of type {type}.",
		'企业微信不支持类型为 {type} 的回复。',
	],
	replyToOther: [
		'The reply is addressed to {to}, not to {userid}. WeCom ignores it.',
		'回复的接收人是 {to}，而不是 {userid}，企业微信会忽略。',
	],
	noCardClicked: [
		'The reply updates a card, but no card was clicked. WeCom ignores it.',
		'回复要更新卡片，但没有卡片被点击，企业微信会忽略。',
	],
	noButtons: [
		'The reply updates buttons, but the card has none that it could update. WeCom ignores it.',
		'回复要更新按钮，但该卡片没有可更新的按钮，企业微信会忽略。',
	],

	// The web login
	noLogin: ["WeCom doesn't open this page", '企业微信无法打开此页面'],
	openInWeCom: [
		'Open the link from a message in the inbox, so that the simulator knows who opens it.',
		'请从收件箱的消息中打开链接，这样才能识别打开链接的成员。',
	],
	badLoginLink: ['The link has a wrong {name}.', '链接中的 {name} 参数错误。'],
	notTrusted: [
		'{host} is not the trusted domain of “{app}” (50001, wrong redirect_uri).',
		'redirect_uri 参数错误（50001）：{host} 不是应用“{app}”的可信域名。',
	],

	// What came of saving where the app receives
	saved: ['Saved: the app answered in {ms} ms.', '已保存：应用在 {ms} 毫秒内应答。'],
	slow: ['WeCom itself waits only 1000 ms.', '企业微信只等待 1000 毫秒。'],
	notSaved: ['Not saved.', '未保存。'],
	oldStays: ['Not saved, the old settings stay.', '未保存，原设置仍然有效。'],
	badUrl: [
		'Enter the production URL of the WeCom Trigger, starting with http://.',
		'请填入 WeCom Trigger 的生产环境 URL，以 http:// 开头。',
	],
	badScheme: [
		"The URL must start with http:// or https:// and can't contain a user name.",
		'URL 须以 http:// 或 https:// 开头，且不能包含用户名。',
	],
	onlyHere: [
		'The simulator calls only this machine (127.0.0.1, localhost, or ::1), not {host}.',
		'模拟器只回调本机（127.0.0.1、localhost 或 ::1），不会访问 {host}。',
	],
	badToken: [
		'The Token must be 1 to 32 letters and digits.',
		'Token 须为 1 至 32 位英文字母和数字。',
	],
	badKey: [
		'The EncodingAESKey must be exactly 43 letters and digits; this one has {length} characters.',
		'EncodingAESKey 须为 43 位英文字母和数字，当前为 {length} 个字符。',
	],
	nobodyThere: [
		'Nothing responds at {url}. Is n8n running?',
		'{url} 没有响应，请检查 n8n 是否正在运行。',
	],
	noEcho: [
		"The response isn't just the decrypted number. Is this the URL of a WeCom Trigger?",
		'应答不是解密后的数字，请确认该 URL 来自 WeCom Trigger。',
	],
	plain: ['{text}', '{text}'],
} as const satisfies Record<string, readonly [string, string]>;

export type TextKey = keyof typeof TEXTS;
