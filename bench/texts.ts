import { split } from '../nodes/WeCom/messages/markup/split';
import { truncate } from '../nodes/WeCom/messages/markup/truncate';
import { tell } from './measured';

/** How long a text takes to be read and cut, in milliseconds, by its length in kilobytes. */
export type TextTimes = Record<string, Record<number, number>>;

const LIMIT = 2048;
const KILOBYTES = [1, 10, 100, 1000];

/** A usual alert, and what strangers may write to make reading slow. */
const TEXTS: Record<string, string> = {
	'lines of an alert': '**web-01** CPU [link](https://example.com/a,b?c=1) `x` ok\n',
	Chinese: '服务器告警，请及时处理。',
	'line breaks': '\n',
	'[': '[',
	'](': '](',
	'`': '`',
	'**a': '**a ',
	'<font color="info">': '<font color="info">',
	'<a href': '<a href',
	'$userName=': '$userName=',
	'\\*': '\\*',
};

function timeOf(text: string): number {
	const since = performance.now();
	truncate(text, LIMIT, 'bytes', 'markdown');
	try {
		split(text, LIMIT, 'markdown');
	} catch {
		// More messages than anybody would get: that is found out by reading, too.
	}
	return performance.now() - since;
}

async function measureAll(): Promise<TextTimes> {
	const measured: TextTimes = {};
	for (const [name, piece] of Object.entries(TEXTS)) {
		measured[name] = {};
		for (const kilobytes of KILOBYTES) {
			const text = piece.repeat(Math.ceil((kilobytes * 1000) / piece.length));
			measured[name][kilobytes] = Math.min(timeOf(text), timeOf(text), timeOf(text));
		}
	}
	return measured;
}

tell(measureAll());
