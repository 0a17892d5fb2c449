import type { JsonObject, Simulator } from '../../simulator';
import { amrOf, TINY_MP4, TINY_PDF } from '../../simulator';
import { landscape } from '../../simulator/pictures';
import type { Client } from '../../unit/simulator/client';

/** How large the report pretends to be, in bytes: the sample itself is one empty page. */
const REPORT_SIZE = 860_000;

const option = (id: string, text: string) => ({ id, text });

/**
 * One message of every type and one card of every kind, as a company might send it. The words are those of
 * examples/all-message-types.json, so that the form and the message can be looked at side by side.
 *
 * @returns what goes to message/send besides the recipients, by the name of the type
 */
export async function sampleMessages(
	simulator: Simulator,
	client: Client,
): Promise<Record<string, JsonObject>> {
	const cover = `${simulator.url}/simulator/files/cover.png`;
	const square = `${simulator.url}/simulator/files/square.png`;
	const report = Buffer.concat([TINY_PDF, Buffer.alloc(REPORT_SIZE - TINY_PDF.length)]);
	const [image, voice, video, file] = await Promise.all([
		client.mediaId('image', landscape(480, 320), '团建合影.png'),
		client.mediaId('voice', amrOf(8), 'voice.amr'),
		client.mediaId('video', TINY_MP4, 'training.mp4'),
		client.mediaId('file', report, '第三季度销售报告 Q3.pdf'),
	]);
	const card = (type: string, content: JsonObject): JsonObject => ({
		msgtype: 'template_card',
		template_card: { card_type: type, ...content },
	});
	const plain = (type: string, content: JsonObject): JsonObject => ({
		msgtype: type,
		[type]: content,
	});
	return {
		text: plain('text', {
			content:
				'Your package has arrived.\n你的快递已到，请到前台领取。\nSee the <a href="https://example.com/parcels">list</a>.',
		}),
		markdown: plain('markdown', {
			content: [
				'**Room 402 会议室** is <font color="info">booked 已预订</font>',
				'> 时间：<font color="warning">今天 15:00–16:00</font>',
				'> 组织者：李四',
				'> 参与者：<font color="comment">平台组全体成员</font>',
				'> [查看详情 Details](https://example.com/rooms/402)',
			].join('\n'),
		}),
		image: plain('image', { media_id: image }),
		voice: plain('voice', { media_id: voice }),
		video: plain('video', {
			media_id: video,
			title: 'Safety training 安全培训',
			description: '3 分钟看懂办公室消防通道',
		}),
		file: plain('file', { media_id: file }),
		textcard: plain('textcard', {
			title: 'Prize notice 领奖通知',
			description:
				'<div class="gray">9 月 26 日</div><div class="normal">恭喜你在周年庆抽奖中获得一套茶具。</div><div class="highlight">请于周五前到行政部领取</div>',
			url: 'https://example.com/prize',
			btntxt: '更多',
		}),
		news: plain('news', {
			articles: [
				{
					title: 'Mid-Autumn gifts 中秋礼品',
					description: '请到前台领取，截止本周五',
					url: 'https://example.com/gifts',
					picurl: cover,
				},
				{
					title: '在小程序里报名 Sign up in the mini program',
					appid: 'wx123123123123123',
					pagepath: 'pages/index',
					picurl: square,
				},
			],
		}),
		mpnews: plain('mpnews', {
			articles: [
				{
					title: 'Company news 公司月报',
					thumb_media_id: image,
					author: '行政部',
					content_source_url: 'https://example.com/news',
					content:
						'<p>九月新同事 12 人，欢迎大家！</p><ul><li>新食堂周一开放</li><li>团建报名截止周五</li></ul>',
					digest: '新食堂、团建和新同事',
				},
			],
		}),
		miniprogram_notice: plain('miniprogram_notice', {
			appid: 'wx123123123123123',
			page: 'pages/index?orderid=123',
			title: '会议室预订成功通知',
			description: '4月27日 16:16',
			emphasis_first_item: true,
			content_item: [
				{ key: '会议室', value: '402' },
				{ key: '会议地点', value: '广州 TIT 创意园' },
				{ key: '时间', value: '今天 15:00' },
			],
		}),
		interactive_taskcard: plain('interactive_taskcard', {
			title: 'Gift request 礼品申请',
			description: '礼品：茶具一套\n用途：赠送客户',
			url: 'https://example.com/request/1',
			task_id: 'gift-1',
			btn: [
				{ key: 'approve', name: '批准', color: 'red', is_bold: true },
				{ key: 'reject', name: '驳回' },
			],
		}),
		custom: plain('text', {
			content:
				'Build #1287 passed 构建成功\n用时 4 分 12 秒，<a href="https://example.com/builds/1287">查看日志</a>',
		}),
		text_notice: card('text_notice', {
			source: { icon_url: square, desc: 'Sales 销售', desc_color: 3 },
			action_menu: { desc: '更多', action_list: [{ text: '不再提醒', key: 'mute' }] },
			task_id: 'report-1',
			main_title: { title: 'Daily report 销售日报', desc: "Yesterday's sales 昨日数据" },
			emphasis_content: { title: '1,204', desc: '订单 orders' },
			sub_title_text: 'Up 8% from the day before，环比上涨 8%',
			quote_area: { title: '张三', quote_text: '今年最好的一个周二！' },
			horizontal_content_list: [
				{ keyname: '最畅销', value: '茶具 A31' },
				{ keyname: '店铺', value: '打开 Open', type: 1, url: 'https://example.com/shop' },
				{ keyname: '负责人', value: '李四', type: 3, userid: 'lisi' },
			],
			jump_list: [{ title: '全部数据 All figures', type: 1, url: 'https://example.com/figures' }],
			card_action: { type: 1, url: 'https://example.com/report' },
		}),
		news_notice: card('news_notice', {
			source: { icon_url: square, desc: '行政部' },
			main_title: { title: 'New cafeteria 新食堂', desc: 'Opens on Monday 周一开放' },
			card_image: { url: cover, aspect_ratio: 2.25 },
			vertical_content_list: [{ title: '营业时间 Hours', desc: '11:30–14:00，17:30–19:30' }],
			horizontal_content_list: [{ keyname: '地点', value: 'B 座 1 楼' }],
			card_action: { type: 1, url: 'https://example.com/canteen' },
		}),
		button_interaction: card('button_interaction', {
			source: { icon_url: square, desc: '人事审批', desc_color: 1 },
			task_id: 'leave-1',
			main_title: { title: 'Leave request 请假申请', desc: '李四，10 月 1 日起 3 天' },
			sub_title_text: 'Please decide by Friday 周五前处理',
			horizontal_content_list: [
				{ keyname: '类型', value: '年假' },
				{ keyname: '剩余', value: '5 天' },
			],
			button_selection: {
				question_key: 'deputy',
				title: '代理人',
				option_list: [option('wangwu', '王五'), option('zhaoliu', '赵六')],
			},
			button_list: [
				{ text: '驳回 Reject', style: 2, key: 'reject' },
				{ text: '批准 Approve', style: 1, key: 'approve' },
			],
		}),
		vote_interaction: card('vote_interaction', {
			source: { icon_url: square, desc: '工会' },
			task_id: 'vote-1',
			main_title: { title: 'Team event 团建投票', desc: 'Where should we go? 这次去哪里？' },
			checkbox: {
				question_key: 'place',
				mode: 0,
				option_list: [
					{ ...option('lake', '千岛湖 The lake'), is_checked: true },
					{ ...option('hills', '莫干山 The hills'), is_checked: false },
				],
			},
			submit_button: { text: '投票 Vote', key: 'vote' },
		}),
		multiple_interaction: card('multiple_interaction', {
			source: { icon_url: square, desc: '食堂' },
			task_id: 'lunch-1',
			main_title: { title: 'Lunch survey 午餐调查', desc: '三十秒，帮我们安排下周菜单' },
			select_list: [
				{
					question_key: 'day',
					title: '日期',
					option_list: [option('mon', '周一 Monday'), option('fri', '周五 Friday')],
				},
				{
					question_key: 'dish',
					title: '主食',
					option_list: [option('rice', '米饭'), option('noodles', '面条')],
				},
			],
			submit_button: { text: '提交 Submit', key: 'submit' },
		}),
	};
}
