/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact';
import { isRecord, recordOf, recordsOf } from '../json';
import type { JsonObject } from '../types';
import { Go, Picture, Pressed, PRESS_URL, Target, type View } from './parts';

interface PartProps {
	card: JsonObject;
	view: View;
}

const COLOURS = ['grey', 'black', 'red', 'green'];

function Source({ card, view }: PartProps) {
	const { source, action_menu: menu } = card;
	const { icon_url: icon, desc, desc_color: colour } = recordOf(source);
	if (!isRecord(source) && !isRecord(menu)) return null;
	return (
		<header class="source">
			{icon !== undefined && <Picture url={icon} view={view} class="icon" />}
			{desc !== undefined && (
				<span class={COLOURS[Number(colour ?? 0)] ?? 'grey'}>{view.text(desc)}</span>
			)}
			{isRecord(menu) && <ActionMenu menu={menu} view={view} />}
		</header>
	);
}

function ActionMenu({ menu, view }: { menu: JsonObject; view: View }) {
	return (
		<details class="menu">
			<summary
				aria-label={view.t('moreActions')}
				title={String(menu.desc ?? view.t('moreActions'))}
			>
				⋯
			</summary>
			<form method="post" action={PRESS_URL}>
				<Pressed view={view} kind="menu" />
				{menu.desc !== undefined && <p>{String(menu.desc)}</p>}
				{recordsOf(menu.action_list).map(({ text, key }) => (
					<button name="key" value={String(key)}>
						{String(text)}
					</button>
				))}
			</form>
		</details>
	);
}

function Title({ card, view }: PartProps) {
	const { title, desc } = recordOf(card.main_title);
	return (
		<>
			{title !== undefined && <h3>{view.text(title)}</h3>}
			{desc !== undefined && <p class="soft">{view.text(desc)}</p>}
		</>
	);
}

function Emphasis({ card }: PartProps) {
	const { title, desc } = recordOf(card.emphasis_content);
	if (title === undefined && desc === undefined) return null;
	return (
		<p class="emphasis">
			<strong>{String(title ?? '')}</strong>
			<small>{String(desc ?? '')}</small>
		</p>
	);
}

function ImageTextArea({ card, view }: PartProps) {
	const { image_text_area: area } = card;
	if (!isRecord(area)) return null;
	return (
		<Target of={{ type: 0, ...area }} view={view} class="image-text">
			<Picture url={area.image_url} view={view} />
			<span>
				<strong>{String(area.title ?? '')}</strong>
				<small>{String(area.desc ?? '')}</small>
			</span>
		</Target>
	);
}

function Quote({ card, view }: PartProps) {
	const { quote_area: area } = card;
	if (!isRecord(area)) return null;
	return (
		<blockquote>
			<Target of={{ type: 0, ...area }} view={view}>
				{area.title !== undefined && <strong>{String(area.title)}</strong>}
				<span>{String(area.quote_text ?? '')}</span>
			</Target>
		</blockquote>
	);
}

/** A value of the key-value list: text, a link, an attachment or a member (`type` 0 to 3). */
function Value({ entry, view }: { entry: JsonObject; view: View }): VNode {
	const text = view.text(entry.value);
	if (entry.type === 1) return <Go url={entry.url}>{text}</Go>;
	if (entry.type === 3)
		return <span class="link">{text === '' ? String(entry.userid) : text}</span>;
	if (entry.type !== 2) return <>{text}</>;
	const file = view.media(entry.media_id);
	return file ? (
		<a href={`/simulator/media/${file.id}`} download={file.filename}>
			{text === '' ? file.filename : text}
		</a>
	) : (
		<>{text}</>
	);
}

function KeyValueList({ card, view }: PartProps) {
	const entries = recordsOf(card.horizontal_content_list);
	if (entries.length === 0) return null;
	return (
		<dl>
			{entries.map((entry) => (
				<div>
					<dt>{String(entry.keyname ?? '')}</dt>
					<dd>
						<Value entry={entry} view={view} />
					</dd>
				</div>
			))}
		</dl>
	);
}

/** Pictures are flat or high; the two shapes stand for the whole range of `aspect_ratio` (1.3 to 2.25). */
const CardImage = ({
	image: { url, aspect_ratio: ratio },
	view,
}: {
	image: JsonObject;
	view: View;
}) => <Picture url={url} view={view} class={Number(ratio) > 1.8 ? 'wide flat' : 'wide'} />;

const Paragraphs = ({ card }: PartProps) => (
	<>
		{recordsOf(card.vertical_content_list).map(({ title, desc }) => (
			<p class="paragraph">
				<strong>{String(title ?? '')}</strong>
				<span>{String(desc ?? '')}</span>
			</p>
		))}
	</>
);

const Links = ({ card, view }: PartProps) => (
	<>
		{recordsOf(card.jump_list).map((link) => (
			<Target of={{ type: 0, ...link }} view={view} class="more jump">
				{String(link.title)}
			</Target>
		))}
	</>
);

function Select({ question }: { question: JsonObject }) {
	const options = recordsOf(question.option_list);
	const known = options.some(({ id }) => id === question.selected_id);
	return (
		<label class="select">
			<span>{String(question.title ?? '')}</span>
			<select
				name={`question:${String(question.question_key)}`}
				disabled={question.disable === true}
			>
				{options.map(({ id, text }, index) => (
					<option value={String(id)} selected={known ? id === question.selected_id : index === 0}>
						{String(text)}
					</option>
				))}
			</select>
		</label>
	);
}

function Vote({ question, name, view }: { question: JsonObject; name: string; view: View }) {
	const several = question.mode === 1;
	return (
		<fieldset class="vote" disabled={question.disable === true}>
			<legend class="hidden">{view.t('vote')}</legend>
			{recordsOf(question.option_list).map(({ id, text, is_checked: checked }) => (
				<label>
					<input
						type={several ? 'checkbox' : 'radio'}
						name={name}
						value={String(id)}
						checked={checked === true}
						required={!several}
					/>
					<span>{String(text)}</span>
				</label>
			))}
		</fieldset>
	);
}

function Buttons({ card, view, children }: PartProps & { children?: ComponentChildren }) {
	const { button_list: list, submit_button: submit } = card;
	const { replaced: grey, waiting } = view;
	const buttons = isRecord(submit) ? [{ ...submit, style: 1 }] : recordsOf(list);
	if (grey === undefined && buttons.length === 0) return <>{children}</>;
	return (
		<form method="post" action={PRESS_URL}>
			<Pressed view={view} kind="button" />
			{grey === undefined && !waiting ? children : <fieldset disabled>{children}</fieldset>}
			<div class={`buttons ${buttons.length > 2 ? 'stacked' : ''}`}>
				{grey !== undefined ? (
					<button disabled>{String(grey)}</button>
				) : (
					buttons.map((button: JsonObject) =>
						button.type === 1 ? (
							<Go url={button.url} class={`button style-${Number(button.style ?? 1)}`}>
								{String(button.text)}
							</Go>
						) : (
							<button
								name="key"
								value={String(button.key)}
								disabled={waiting}
								class={`style-${Number(button.style ?? 1)}`}
							>
								{String(button.text)}
							</button>
						),
					)
				)}
			</div>
		</form>
	);
}

/**
 * A template card of any of the five types: which parts it has decides what is shown. IDs are translated in the source,
 * the titles, the subtitle and the values of the list, and nowhere else (path/90236).
 */
export function Card({ card, view }: PartProps) {
	const part = { card, view };
	const { button_selection: selection, checkbox } = card;
	return (
		<div class={`card template ${String(card.card_type)}`}>
			<Source {...part} />
			<Target of={{ type: 0, ...recordOf(card.card_action) }} view={view} class="whole">
				<Title {...part} />
				<Emphasis {...part} />
				{isRecord(card.card_image) && <CardImage image={card.card_image} view={view} />}
				{card.sub_title_text !== undefined && <p class="sub">{view.text(card.sub_title_text)}</p>}
			</Target>
			<ImageTextArea {...part} />
			<Quote {...part} />
			<Paragraphs {...part} />
			<KeyValueList {...part} />
			<Links {...part} />
			<Buttons {...part}>
				{isRecord(selection) && <Select question={selection} />}
				{isRecord(checkbox) && (
					<Vote
						question={checkbox}
						name={`question:${String(checkbox.question_key)}`}
						view={view}
					/>
				)}
				{recordsOf(card.select_list).map((question) => (
					<Select question={question} />
				))}
			</Buttons>
		</div>
	);
}
