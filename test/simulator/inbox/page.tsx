/** @jsxRuntime automatic @jsxImportSource preact */
import { render } from 'preact-render-to-string';
import type { Member } from '../directory';
import type { App, State } from '../state';
import type { Delivered, Receiver } from '../types';
import { Members } from './members';
import { Phone } from './phone';
import { Settings } from './settings';

/** Which of the three columns a narrow screen shows. */
export type Column = 'members' | 'phone' | 'settings';

/** What is open in the inbox. */
export interface Scene {
	state: State;
	/** Address of the simulator. */
	origin: string;
	/** Whose phone this is. */
	member: Member;
	/** The app whose conversation is open. */
	app: App;
	/** Between the member and all apps, in order. */
	conversation: Delivered[];
	/** What the list of members is searched for. */
	search: string;
	column: Column;
	/** What stands in the form for the callback, and what came of saving it. */
	receiver: Omit<Receiver, 'agentId'>;
	settingsNotice: string;
}

/** The address of a conversation. */
export function urlOf({ member, app, search }: Scene, more: Record<string, string> = {}): string {
	const query = {
		user: member.userid,
		app: String(app.agentId),
		...(search === '' ? {} : { q: search }),
		...more,
	};
	return `/simulator/inbox?${new URLSearchParams(query).toString()}`;
}

/** The whole page. */
export function pageOf(scene: Scene): string {
	const { member, app, column } = scene;
	const page = (
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>{`${member.name} · ${app.name} · WeCom Simulator`}</title>
				<link rel="icon" href="/simulator/inbox/assets/icon.svg" />
				<link rel="stylesheet" href="/simulator/inbox/assets/inbox.css" />
				<script src="/simulator/inbox/assets/inbox.js" defer />
			</head>
			<body data-column={column} data-url={urlOf(scene)}>
				<a class="skip" href="#conversation">
					Skip to the conversation
				</a>
				<Members scene={scene} />
				<Phone scene={scene} />
				<Settings scene={scene} />
			</body>
		</html>
	);
	return `<!DOCTYPE html>${render(page)}`;
}
