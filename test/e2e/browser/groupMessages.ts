import { createHash } from 'node:crypto';
import type { JsonObject, Simulator } from '../../simulator';
import { TINY_AMR, TINY_PDF } from '../../simulator';
import { landscape } from '../../simulator/pictures';
import { RobotClient } from '../../unit/simulator/client';

const TABLE = [
	'# 日报 Daily report',
	'| 服务 | 请求 | 错误率 |',
	'| :--- | ---: | :---: |',
	'| 订单 orders | 182,340 | **0.02 %** |',
	'| 支付 payments | 96,120 | *0.31 %* |',
	'',
	'1. 支付错误率上升',
	'   - 网关超时 `504`',
	'   - 已扩容',
	'2. 其他正常',
	'',
	'> 一级引用',
	'>> 二级引用',
	'',
	'---',
	'```',
	'kubectl rollout status deploy/payments --namespace production --timeout 120s',
	'```',
	'![latency.png](https://example.com/latency.png) [面板 Dashboard](https://example.com/board)',
	'<@lisi> <font color="info">no color here</font>',
].join('\n');

/** One message of every type that a robot has, as a company might send it. */
export async function robotMessages(
	simulator: Simulator,
	robot: RobotClient,
): Promise<JsonObject[]> {
	const picture = landscape(480, 320);
	const cover = `${simulator.url}/simulator/files/cover.png`;
	const [file, voice] = await Promise.all([
		robot.mediaId('file', TINY_PDF, '故障报告 Incident.pdf'),
		robot.mediaId('voice', TINY_AMR, 'a.amr'),
	]);
	const link = { type: 1, url: 'https://example.com' };
	return [
		{
			msgtype: 'text',
			text: {
				content: '支付错误率 3 %，请 <@wangwu> 处理',
				mentioned_list: ['zhangsan'],
				mentioned_mobile_list: ['13800000002'],
			},
		},
		{ msgtype: 'text', text: { content: 'Deployment at 18:00', mentioned_list: ['@all'] } },
		{
			msgtype: 'markdown',
			markdown: { content: '**Alert** <font color="warning">P1</font>\n> <@lisi> <@nobody>' },
		},
		{ msgtype: 'markdown_v2', markdown_v2: { content: TABLE } },
		{
			msgtype: 'image',
			image: {
				base64: picture.toString('base64'),
				md5: createHash('md5').update(picture).digest('hex'),
			},
		},
		{
			msgtype: 'news',
			news: {
				articles: [
					{ title: '周报 Weekly report', description: '本周', url: link.url, picurl: cover },
					{ title: '值班表 On call', url: link.url, picurl: 'https://example.com/b.png' },
				],
			},
		},
		{ msgtype: 'file', file: { media_id: file } },
		{ msgtype: 'voice', voice: { media_id: voice } },
		{
			msgtype: 'template_card',
			template_card: {
				card_type: 'text_notice',
				main_title: { title: '磁盘空间不足 Disk almost full', desc: 'db-01' },
				emphasis_content: { title: '93 %', desc: '/var/lib/mysql' },
				horizontal_content_list: [
					{ keyname: '负责人', value: '李四' },
					{ keyname: '报告', value: 'Incident.pdf', type: 2, media_id: file },
				],
				card_action: link,
			},
		},
		{
			msgtype: 'template_card',
			template_card: {
				card_type: 'news_notice',
				main_title: { title: '发布完成 Release 2.4' },
				card_image: { url: cover, aspect_ratio: 2.25 },
				vertical_content_list: [{ title: '变更', desc: '支付重试' }],
				card_action: link,
			},
		},
	];
}
