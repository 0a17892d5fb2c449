/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact';
import { openedAt } from '../login';
import type { MediaFile } from '../media';
import type { CurrentCard } from '../rules/current';
import type { Delivered, JsonObject } from '../types';
import type { Translate } from './page';

/** What the parts of a message need to know of the world around it. */
export interface View extends CurrentCard {
	/** Address of the simulator: only pictures from there are loaded. */
	origin: string;
	t: Translate;
	media(id: unknown): MediaFile | undefined;
	/** A picture that was uploaded for article bodies, by its address. */
	bodyImage(url: string): MediaFile | undefined;
	/** The name of a member that `<@userid>` mentions; undefined if it mentions nobody here. */
	mention(userid: string): string | undefined;
	/** Texts as the recipient reads them, with IDs translated where the message asks for it. */
	text(value: unknown): string;
	delivered: Delivered;
	/** The member has pressed it, and the app has not updated it yet. */
	waiting: boolean;
}

/** Text that has been made safe before. */
export const Html = ({
	html,
	as: Tag = 'div',
	class: name,
}: {
	html: string;
	as?: 'div' | 'p';
	class?: string;
}) => <Tag class={name} dangerouslySetInnerHTML={{ __html: html }} />;

const isWeb = (url: string) => /^https?:\/\//i.test(url);

/** A link that the member may follow; anything but http and https is shown, but opens nothing. */
export function Go({
	url,
	class: name,
	children,
}: {
	url: unknown;
	class?: string;
	children?: ComponentChildren;
}) {
	const address = String(url ?? '');
	if (!isWeb(address)) return <span class={name}>{children}</span>;
	return (
		<a class={name} href={openedAt(address)} target="_blank" rel="noopener noreferrer">
			{children}
		</a>
	);
}

/** What a click opens: a web page, a page of a mini program, or nothing (`type` 1, 2, 0). */
export function Target({
	of,
	view,
	class: name,
	children,
}: {
	of: JsonObject;
	view: View;
	class?: string;
	children?: ComponentChildren;
}) {
	if (of.type === 2 || (of.type === undefined && of.appid !== undefined)) {
		const page = `${String(of.appid ?? '')} ${String(of.pagepath ?? of.page ?? '')}`.trim();
		return (
			<div class={`mini-target ${name ?? ''}`} title={view.t('opensMini', { page })}>
				{children}
			</div>
		);
	}
	return of.type === 0 ? (
		<div class={name}>{children}</div>
	) : (
		<Go url={of.url} class={name}>
			{children}
		</Go>
	);
}

function fileNameOf(url: string): string {
	try {
		const { hostname, pathname } = new URL(url);
		return `${decodeURIComponent(pathname.split('/').pop() ?? '')} · ${hostname}`.replace(
			/^ · /,
			'',
		);
	} catch {
		return url;
	}
}

const OWN_PICTURES = ['/simulator/files/', '/simulator/media/'];

/** The path of a picture by URL that can be shown; undefined for those of other hosts: this page calls nobody. */
export const ownPicture = (address: string, origin: string): string | undefined =>
	OWN_PICTURES.some((path) => address.startsWith(`${origin}${path}`))
		? address.slice(origin.length)
		: undefined;

/** What stands in the place of a picture that is not loaded. */
export const placeholderOf = (address: string, t: Translate) => ({
	label: t('notLoaded', { name: fileNameOf(address) }),
	words: address === '' ? '' : fileNameOf(address),
});

/** A picture by URL. Those of other hosts are not loaded: this page calls nobody. */
export function Picture({
	url,
	view,
	class: name = '',
}: {
	url: unknown;
	view: View;
	class?: string;
}): VNode {
	const address = String(url ?? '');
	const own = ownPicture(address, view.origin);
	if (own !== undefined) return <img class={`picture ${name}`} src={own} alt="" />;
	const { label, words } = placeholderOf(address, view.t);
	return (
		<span class={`picture placeholder ${name}`} role="img" aria-label={label}>
			<span>{words}</span>
		</span>
	);
}

/** A picture that was uploaded. */
export function UploadedPicture({
	id,
	view,
	class: name = '',
}: {
	id: unknown;
	view: View;
	class?: string;
}): VNode {
	const file = view.media(id);
	if (file === undefined) return <Picture url="" view={view} class={name} />;
	return <img class={`picture ${name}`} src={`/simulator/media/${file.id}`} alt={file.filename} />;
}

/** Fields that tell the simulator what was pressed, and on which message. */
export const Pressed = ({ view, kind }: { view: View; kind: 'button' | 'menu' | 'task' }) => (
	<>
		<input type="hidden" name="user" value={view.delivered.userid} />
		<input type="hidden" name="app" value={String(view.delivered.agentid)} />
		<input type="hidden" name="msgid" value={view.delivered.msgid} />
		<input type="hidden" name="kind" value={kind} />
	</>
);

export const PRESS_URL = '/simulator/inbox/press';

/** A size as people read it. */
export function readableSize(bytes: number): string {
	if (bytes < 1024) return `${bytes} B`;
	return bytes < 1024 * 1024
		? `${(bytes / 1024).toFixed(1)} KB`
		: `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A picture made of the first character of a name. */
export const Avatar = ({ name, person = false }: { name: string; person?: boolean }) => (
	<span class={`avatar ${person ? 'person' : ''}`} aria-hidden="true">
		{[...name][0]}
	</span>
);
