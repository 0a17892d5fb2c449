/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { recordsOf } from '../json';
import { secondsOf } from '../media';
import type { JsonObject } from '../types';
import { Card } from './cards';
import {
	Go,
	Html,
	Pressed,
	Picture,
	PRESS_URL,
	readableSize,
	Target,
	UploadedPicture,
	type View,
} from './parts';
import { articleHtml, cardTextHtml, markdownHtml, markdownV2Html, textHtml } from './richText';

type Component = (content: JsonObject, view: View) => VNode;

const text: Component = ({ content }, view) => (
	<Html class="bubble text" html={textHtml(view.text(content), view)} />
);

const markdown: Component = ({ content }, view) => (
	<Html class="bubble markdown" html={markdownHtml(String(content ?? ''), view)} />
);

const markdownV2: Component = ({ content }, view) => (
	<Html class="bubble markdown" html={markdownV2Html(String(content ?? ''), view)} />
);

const image: Component = ({ media_id: id }, view) => (
	<UploadedPicture id={id} view={view} class="sent" />
);

const voice: Component = ({ media_id: id }, view) => {
	const file = view.media(id);
	const seconds = file === undefined ? 0 : Math.max(1, Math.round(secondsOf(file.bytes)));
	return (
		<div
			class="bubble voice"
			role="img"
			aria-label={view.t('voice', { seconds })}
			data-length={Math.ceil(seconds / 10)}
		>
			<svg viewBox="0 0 24 24" aria-hidden="true">
				<path d="M6 12h.01M10 8a6 6 0 0 1 0 8M14 5a10 10 0 0 1 0 14" />
			</svg>
			{seconds}″
		</div>
	);
};

const video: Component = ({ media_id: id, title, description }, view) => {
	const file = view.media(id);
	return (
		<div class="card">
			{file && (
				<details class="video">
					<summary>
						<img class="picture" src="/simulator/inbox/assets/video.svg" alt={view.t('play')} />
						<span class="fold">{view.t('fold')}</span>
					</summary>
					<video class="picture" controls preload="none" src={`/simulator/media/${file.id}`} />
				</details>
			)}
			<h3>{view.text(title ?? file?.filename)}</h3>
			{description !== undefined && <p class="soft">{view.text(description)}</p>}
		</div>
	);
};

const file: Component = ({ media_id: id }, view) => {
	const stored = view.media(id);
	const name = stored?.filename ?? view.t('fileGone');
	const kind = name.includes('.') ? String(name.split('.').pop()) : '?';
	return (
		<a class="card file" href={stored && `/simulator/media/${stored.id}`} download={name}>
			<span class="file-icon" aria-hidden="true">
				{kind.slice(0, 4).toUpperCase()}
			</span>
			<span>
				<strong>{name}</strong>
				<small>{stored && readableSize(stored.size)}</small>
			</span>
		</a>
	);
};

const textcard: Component = ({ title, description, url, btntxt }, view) => (
	<Go url={url} class="card textcard">
		<h3>{view.text(title)}</h3>
		<Html class="description" html={cardTextHtml(view.text(description))} />
		<span class="more">{String(btntxt ?? view.t('details'))}</span>
	</Go>
);

/** Several articles share one frame: the first one is large. */
const articles = (items: VNode[]) => (
	<div class={`card articles ${items.length === 1 ? 'single' : ''}`}>{items}</div>
);

const news: Component = (content, view) =>
	articles(
		recordsOf(content.articles).map((article) => (
			<Target of={article} view={view} class="article">
				<Picture url={article.picurl} view={view} />
				<span class="words">
					<strong>{view.text(article.title)}</strong>
					{article.description !== undefined && <small>{view.text(article.description)}</small>}
				</span>
			</Target>
		)),
	);

const mpnews: Component = (content, view) =>
	articles(
		recordsOf(content.articles).map((article) => (
			<details class="article stored">
				<summary>
					<UploadedPicture id={article.thumb_media_id} view={view} />
					<span class="words">
						<strong>{view.text(article.title)}</strong>
						{article.digest !== undefined && <small>{view.text(article.digest)}</small>}
					</span>
				</summary>
				{article.author !== undefined && <p class="soft">{String(article.author)}</p>}
				<Html class="body" html={articleHtml(view.text(article.content), view)} />
				{article.content_source_url !== undefined && (
					<Go url={article.content_source_url} class="more">
						{view.t('readOriginal')}
					</Go>
				)}
			</details>
		)),
	);

const miniprogramNotice: Component = (content, view) => {
	const [first, ...rest] = recordsOf(content.content_item);
	const emphasized = content.emphasis_first_item === true && first !== undefined;
	return (
		<Target of={{ ...content, type: 2 }} view={view} class="card notice">
			<h3>{view.text(content.title)}</h3>
			{content.description !== undefined && <small>{view.text(content.description)}</small>}
			{emphasized && (
				<p class="emphasis">
					<small>{String(first.key)}</small>
					<strong>{view.text(first.value)}</strong>
				</p>
			)}
			<dl>
				{[...(first && !emphasized ? [first] : []), ...rest].map(({ key, value }) => (
					<div>
						<dt>{String(key)}</dt>
						<dd>{view.text(value)}</dd>
					</div>
				))}
			</dl>
			{content.page !== undefined && <span class="more">{view.t('openMini')}</span>}
		</Target>
	);
};

const taskcard: Component = (content, view) => {
	const { replaced, waiting } = view;
	return (
		<form class="card" method="post" action={PRESS_URL}>
			<Pressed view={view} kind="task" />
			<Go url={content.url} class="whole">
				<h3>{view.text(content.title)}</h3>
			</Go>
			<p class="soft">{view.text(content.description)}</p>
			<div class="buttons">
				{replaced !== undefined ? (
					<button disabled>{String(replaced)}</button>
				) : (
					recordsOf(content.btn).map(({ key, name, color, is_bold: bold }) => (
						<button
							name="key"
							value={String(key)}
							disabled={waiting}
							class={`${color === 'red' ? 'style-3' : 'style-2'} ${bold === true ? 'bold' : ''}`}
						>
							{String(name)}
						</button>
					))
				)}
			</div>
		</form>
	);
};

const templateMessage: Component = (content, view) => (
	<div class="card notice">
		<h3>{view.text(content.template_id)}</h3>
		<dl>
			{recordsOf(content.content_item).map(({ key, value }) => (
				<div>
					<dt>{String(key)}</dt>
					<dd>{view.text(value)}</dd>
				</div>
			))}
		</dl>
	</div>
);

/** Each message type as its recipient sees it. */
const COMPONENTS: Record<string, Component> = {
	text,
	markdown,
	markdown_v2: markdownV2,
	image,
	voice,
	video,
	file,
	textcard,
	news,
	mpnews,
	miniprogram_notice: miniprogramNotice,
	interactive_taskcard: taskcard,
	template_card: (_, view) => <Card card={view.card} view={view} />,
	template_msg: templateMessage,
};

/** The content of one message. */
export function Content({ view }: { view: View }): VNode {
	const { msgtype, content } = view.delivered;
	const component = COMPONENTS[msgtype] as Component | undefined;
	return component ? (
		component(content, view)
	) : (
		<pre class="bubble">{JSON.stringify(content, null, 2)}</pre>
	);
}
