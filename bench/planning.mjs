import { megabytes, rate, right, rowOf, table } from './figures.mjs';

/** Messages that somebody might want to send at once. */
const SENDS = [5000, 20_000, 100_000];

/** What the two languages call the units of a duration. */
const WORDS = {
	en: { heads: ['messages', 'about'], seconds: 's', minutes: 'min' },
	'zh-CN': { heads: ['消息条数', '大约需要'], seconds: '秒', minutes: '分钟' },
};

function durations({ items, node }, { heads, seconds: inSeconds, minutes }) {
	const duration = (seconds) =>
		seconds < 90 ? `${Math.round(seconds)} ${inSeconds}` : `${Math.round(seconds / 60)} ${minutes}`;
	const lines = SENDS.map((count) => [
		count.toLocaleString('en-US'),
		duration((count * node.wall) / items),
	]);
	return table(heads, right(2), lines);
}

/** The figures that both languages name. */
function figuresOf({ rows, large, queued, concurrency }) {
	const slow = rowOf(rows, 1000, 100);
	const inQueue = (name, count) =>
		queued.find(({ node, executions }) => node === name && executions === count);
	return {
		slow,
		concurrency,
		most: concurrency * 10,
		node: rate(slow.items, slow.node),
		axios: rate(slow.items, slow.axios),
		idle: inQueue('noOp', 200).cpuPerExecution.toFixed(2),
		ten: Math.round(inQueue('wecom', 10).perSecond),
		one: Math.round(inQueue('wecom', 1).perSecond),
		memory: megabytes(large.most * 100_000),
		times: (large.most / large.own).toFixed(2),
	};
}

/** How to lay out a large send, as a section of `docs/performance.md`. */
export function planInEnglish(measured) {
	const figures = figuresOf(measured);
	const { slow, concurrency, most, node, axios, idle, ten, one, memory, times } = figures;
	return `## Plan a large send

The number of messages per second is about Max Concurrency divided by the seconds each call takes, as long as the processor keeps up. With ${concurrency} (the default) and 100 ms per call, that's ${most} at most. Here, the node sent ${node}, and bare axios ${axios}. One execution then takes:

${durations(slow, WORDS.en)}

- **WeCom's limits**: an app can send 200 times the company's account limit (账号上限数) a day, counted per person. One message to 1000 people counts as 1000. Each member gets at most 30 messages a minute and 1000 an hour from one app, and WeCom drops the rest without an error. Messages don't count toward WeCom's general limit of 10,000 calls a minute and 150,000 an hour for each API, but uploads and lookups do. So use user IDs for large lists, not emails or mobile numbers.
- **The same text for everyone**: send it to a department, or list the user IDs in one item. 1000 of them go out per call. If you have an item for each person, turn on [Combine Equal Messages](options.md#combine-equal-messages): 1000 items take one call.
- **One execution or many**: don't start an execution for each message. n8n spends ${idle} s of CPU on an execution that sends nothing. Put the messages into one execution with many items.
- **Queue mode**: an execution runs on one worker. To use several, split a very large list into a few executions, each started by a trigger, such as a Webhook. Here, two workers sent ${ten} messages a second in 10 executions of 500, and ${one} in a single execution of 5000. More workers than processor cores don't help.
- **Memory**: 100,000 items took ${memory} here, ${times} times what the items and the output take themselves. If memory is short, use several executions. Loop Over Items doesn't help: n8n keeps the data of every round.
- **If it breaks halfway**: with Duplicate Check, only the missing messages arrive when you [run it again](sending-again.md#when-a-worker-dies) within the interval. Choose one that's long enough for the send and a second try (up to 4 hours).
`;
}

/** The same as a page of its own, `docs/zh-CN/performance.md`. */
export function planInChinese(measured) {
	const figures = figuresOf(measured);
	const { slow, concurrency, most, node, axios, idle, ten, one, memory, times } = figures;
	return `# 大批量发送

[中文使用指南](README.md) · [English](../performance.md)

每秒发送的条数约等于 Max Concurrency 除以一次调用的秒数，前提是处理器跟得上。Max Concurrency 为 ${concurrency}、一次调用 100 毫秒时，上限是每秒 ${most} 条；实测节点每秒发送 ${node} 条，直接用 axios 调用每秒 ${axios} 条。照此计算，一次执行需要：

${durations(slow, WORDS['zh-CN'])}

- **企业微信的频率限制**：每个应用每天最多发送“账号上限数 × 200”人次，一条消息发给 1000 人计 1000 次。每个成员每分钟最多收到同一应用的 30 条消息，每小时最多 1000 条，超出的消息被直接丢弃，不会报错。发消息不计入每个接口每分钟 10,000 次、每小时 150,000 次的基础频率，上传素材和查询成员账号则要计入；名单很长时请用成员账号，不要用邮箱或手机号。
- **所有人收到同一段文字**：发给部门，或者把成员账号都写在同一项里，一次调用最多 1000 人。如果每人一项，请打开 [Combine Equal Messages](options.md#合并相同消息)：1000 项只需一次调用。
- **一次执行还是多次执行**：不要每条消息启动一次执行。即使什么都不发送，n8n 的一次执行也要占用 ${idle} 秒 CPU。请把消息作为多个项放进同一次执行。
- **队列模式**：一次执行只在一个 worker 上运行。想用上多个 worker，就把很长的名单拆成几次执行，每次由触发器（例如 Webhook）启动。实测两个 worker：分成 10 次执行、每次 500 条时，每秒 ${ten} 条；一次执行发 5000 条时，每秒 ${one} 条。worker 数超过处理器核数时不会更快。
- **内存**：实测 100,000 项占用 ${memory}，是这些项及其输出本身的 ${times} 倍。内存不够时请拆成几次执行；Loop Over Items 没有帮助，因为 n8n 会保留每一轮的数据。
- **中途中断**：打开 Duplicate Check（重复消息检查）后，在时间间隔之内[重新执行](sending-again.md#worker-意外退出时)，企业微信会拦下已经发过的消息，只送达缺少的部分。时间间隔要足够完成一次发送和一次重新执行（最长 4 小时）。

测试方法和全部数据见[英文页](../performance.md)。
`;
}
