import { randomBytes } from 'node:crypto';
import { DEFAULT_RANGE, defaultDirectory, Directory, type Member } from './directory';
import { ApiError } from './errors';
import { Faults } from './faults';
import { groupsOf, robotsOf, type Group, type Robot } from './groups';
import { LoginCodes } from './login';
import { Mailbox } from './mailbox';
import type { MediaFile } from './media';
import { Tokens } from './tokens';
import { Lookups } from './lookups';
import { Quotas } from './quotas';
import type { CallbackSettings } from './callback';
import type { Notice } from './receiving/outcome';
import type { AppOptions, MenuEntry, RecordedCall, SimulatorOptions, TokenMode } from './types';

const DAY = 86_400_000;
const MEDIA_DAYS = 3;
const DEFAULT_TTL = 7200;
/** Messages of one app that a member gets in a minute (path/90236). */
const MEMBER_LIMIT_PER_MINUTE = 30;
/** A corp may have so many members at the beginning. */
const CORP_SIZE = 200;

export interface App
	extends Required<Omit<AppOptions, 'miniProgram' | 'englishName' | 'trustedDomain'>> {
	englishName?: string;
	miniProgram?: string;
	trustedDomain?: string;
	disabled: boolean;
}

/** Made up of words, so that nobody mistakes it for a leaked secret. */
function sampleSecret(app: string): string {
	return `simulator-secret-of-the-${app}-app-`.padEnd(45, '0');
}

const DEMO_MENU: MenuEntry[] = [
	{ name: '今日数据', type: 'click', key: 'FIGURES' },
	{
		name: '服务台',
		entries: [
			{ name: '值班表', type: 'click', key: 'ON_CALL' },
			{ name: '我要报修', type: 'click', key: 'REPAIR' },
		],
	},
	{ name: '帮助', type: 'view', url: 'https://example.com/help' },
];

function defaultApps(options: SimulatorOptions): AppOptions[] {
	return [
		{
			agentId: options.agentId ?? 1000002,
			secret: options.secret ?? sampleSecret('push'),
			name: '通知助手',
			englishName: 'Notifications',
			callback: true,
			miniProgram: 'wx123123123123123',
			menu: DEMO_MENU,
			...(options.trustedDomain === undefined ? {} : { trustedDomain: options.trustedDomain }),
			...(options.visible === undefined ? {} : { visible: options.visible }),
		},
		{
			agentId: 1000003,
			secret: sampleSecret('plain'),
			name: '另一个应用',
			englishName: 'Another app',
		},
	];
}

/** What a member did in one app says nothing about another. */
export const noticeKey = (userid: string, agentId: number) => `${userid} ${agentId}`;

/** Everything the simulator remembers. */
export class State {
	readonly corpId: string;
	readonly directory: Directory;
	readonly faults = new Faults();
	readonly tokens = new Tokens();
	readonly mailbox: Mailbox;
	readonly logins = new LoginCodes();
	readonly media = new Map<string, MediaFile>();
	readonly groups = new Map<string, Group>();
	/** By key. */
	readonly robots = new Map<string, Robot>();
	readonly quotas: Quotas;
	readonly lookups: Lookups;
	/** Pictures for article bodies, by their address. */
	readonly bodyImages = new Map<string, MediaFile>();
	/** Where apps receive, by AgentId. */
	readonly receivers = new Map<number, CallbackSettings>();
	/** What came of the last thing that a member did in an app, by `noticeKey`. */
	readonly notices = new Map<string, Notice>();
	/** What came of the last attempt to save where an app receives, by AgentId. */
	readonly savings = new Map<number, Notice>();
	calls: RecordedCall[] = [];
	tokenTtl = DEFAULT_TTL;
	tokenMode: TokenMode = 'new';
	private apps: App[] = [];
	/** What it was when it was set, and how fast it has run since. */
	private clock = { since: 0, at: 0, speed: 1 };
	private sequence = 0;

	constructor(private readonly options: SimulatorOptions) {
		this.corpId = options.corpId ?? 'ww0123456789abcdef';
		this.directory = new Directory(options.directory ?? defaultDirectory(options.members));
		this.mailbox = new Mailbox(options.memberLimitPerMinute ?? MEMBER_LIMIT_PER_MINUTE);
		this.quotas = new Quotas(options.robotLimitPerMinute);
		const size = options.corpSize ?? Math.max(CORP_SIZE, this.directory.members.length);
		this.lookups = new Lookups(size);
		this.restore();
	}

	private restore(): void {
		this.restoreGroups();
		this.tokenTtl = this.options.tokenTtl ?? DEFAULT_TTL;
		this.tokenMode = this.options.tokenMode ?? 'new';
		this.apps = (this.options.apps ?? defaultApps(this.options)).map((app) => ({
			name: `app ${app.agentId}`,
			callback: false,
			thirdParty: false,
			visible: DEFAULT_RANGE,
			menu: [],
			...app,
			disabled: false,
			...(this.receivers.has(app.agentId) ? { callback: true } : {}),
		}));
	}

	private restoreGroups(): void {
		const robots = robotsOf(this.options.robots, this.options.groups);
		this.robots.clear();
		for (const robot of robots) this.robots.set(robot.key, robot);
		this.groups.clear();
		for (const group of groupsOf(this.directory, this.options.groups, robots))
			this.groups.set(group.chatid, group);
	}

	reset(): void {
		this.calls = [];
		this.faults.clear();
		this.tokens.clear();
		this.logins.clear();
		this.notices.clear();
		this.savings.clear();
		this.mailbox.clear();
		this.quotas.clear();
		this.lookups.clear();
		this.restore();
	}

	get allApps(): readonly App[] {
		return this.apps;
	}

	/** The app with the given id, or the first one. */
	app(agentId = this.apps[0].agentId): App {
		const app = this.apps.find((entry) => entry.agentId === agentId);
		if (!app) throw new ApiError(301002);
		return app;
	}

	appWithSecret(secret: string): App | undefined {
		return this.apps.find((entry) => entry.secret === secret);
	}

	/** The robot with the given key, or the first one. */
	robot(key: string | undefined = [...this.robots.keys()].at(0)): Robot {
		const robot = key === undefined ? undefined : this.robots.get(key);
		if (!robot || robot.removed || this.group(robot.chatid).dissolved) throw new ApiError(93000);
		return robot;
	}

	/** The group chat with the given id, or the first one. */
	group(chatid: string | undefined = [...this.groups.keys()].at(0)): Group {
		const group = chatid === undefined ? undefined : this.groups.get(chatid);
		if (!group) throw new ApiError(86003, chatid);
		return group;
	}

	/** Adds a group chat, or puts it in the place of what it was before. */
	addGroup(group: Group): void {
		this.groups.set(group.chatid, group);
		this.mailbox.announce({ what: 'group' });
	}

	/** Those of a group's members who are in the directory, in the group's order. */
	membersOf({ users }: Group): Member[] {
		return users.flatMap((userid) => this.directory.member(userid) ?? []);
	}

	now(): number {
		const { since, at, speed } = this.clock;
		return at + (Date.now() - since) * speed;
	}

	advance(ms: number): void {
		this.clock.at += ms;
	}

	/** From now on the clock runs so many times as fast. */
	setClockSpeed(speed: number): void {
		this.clock = { since: Date.now(), at: this.now(), speed };
	}

	record(call: Omit<RecordedCall, 'seq' | 'at' | 'status'>): RecordedCall {
		this.sequence += 1;
		const recorded = { seq: this.sequence, at: this.now(), status: 0, ...call };
		this.calls.push(recorded);
		return recorded;
	}

	callsOf(path?: string): RecordedCall[] {
		if (path === undefined) return [...this.calls];
		return this.calls.filter((call) => call.endpoint === path || call.path === path);
	}

	storeMedia(file: Omit<MediaFile, 'id' | 'size' | 'createdAt'>): MediaFile {
		const id = randomBytes(33).toString('base64url');
		const stored = { ...file, id, size: file.bytes.length, createdAt: this.now() };
		this.media.set(id, stored);
		return stored;
	}

	/**
	 * A temporary media file; unknown and older than three days look alike (path/90253).
	 * @param robot key of the robot that it has to belong to; without it, it must not belong to any
	 */
	freshMedia(id: unknown, detail: string, robot?: string): MediaFile {
		const file = typeof id === 'string' ? this.media.get(id) : undefined;
		const stranger = file?.robot !== robot;
		if (!file || stranger || this.now() - file.createdAt >= MEDIA_DAYS * DAY) {
			throw new ApiError(40007, detail);
		}
		return file;
	}
}
