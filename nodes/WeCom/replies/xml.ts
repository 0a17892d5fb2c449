import type { ApiObject } from '../messages/fields/field';
import { cardXml } from './cardXml';
import { cdata } from '../callback/xml';

/** A passive reply (`path/90241`). Its names are those of the API of messages; in XML they begin with capitals. */
export type Reply =
	| { type: 'text'; content: string }
	| { type: 'image' | 'voice'; mediaId: string }
	| { type: 'video'; mediaId: string; title?: string; description?: string }
	| {
			type: 'news';
			articles: Array<{ title: string; description?: string; url?: string; picUrl?: string }>;
	  }
	| { type: 'update_button'; replaceName: string }
	| { type: 'update_template_card'; card: ApiObject };

/** To whom and from whom a reply goes: those of the callback, swapped. */
interface ReplyAddress {
	/** User ID of the member. */
	to: string;
	/** Corp ID. */
	from: string;
	/** Clock time in milliseconds. */
	at: number;
}

function tag(name: string, value: string | undefined): string {
	return value === undefined || value === '' ? '' : `<${name}>${cdata(value)}</${name}>`;
}

function content(reply: Reply): string {
	switch (reply.type) {
		case 'text':
			return tag('Content', reply.content);
		case 'image':
			return `<Image>${tag('MediaId', reply.mediaId)}</Image>`;
		case 'voice':
			return `<Voice>${tag('MediaId', reply.mediaId)}</Voice>`;
		case 'video': {
			const { mediaId, title, description } = reply;
			return `<Video>${tag('MediaId', mediaId)}${tag('Title', title)}${tag('Description', description)}</Video>`;
		}
		case 'news': {
			const items = reply.articles.map(
				({ title, description, url, picUrl }) =>
					`<item>${tag('Title', title)}${tag('Description', description)}${tag('PicUrl', picUrl)}${tag('Url', url)}</item>`,
			);
			return `<ArticleCount>${items.length}</ArticleCount><Articles>${items.join('')}</Articles>`;
		}
		case 'update_button':
			return `<Button>${tag('ReplaceName', reply.replaceName)}</Button>`;
		case 'update_template_card':
			return cardXml(reply.card);
	}
}

/** The XML of a passive reply, before it is encrypted. */
export function toReplyXml(reply: Reply, { to, from, at }: ReplyAddress): string {
	const head = `${tag('ToUserName', to)}${tag('FromUserName', from)}<CreateTime>${Math.floor(at / 1000)}</CreateTime>`;
	return `<xml>${head}${tag('MsgType', reply.type)}${content(reply)}</xml>`;
}
