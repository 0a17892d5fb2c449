import type { DirectoryData } from './directory';
import type { Group, Robot } from './groups';
import type { LoginControls } from './login';
import type { MediaFile } from './media';
import type { PressControls } from './receiving/presses';

export type JsonObject = Record<string, unknown>;

/** What an app may see and address (可见范围). Departments count with everything below them. */
export interface VisibleRange {
	users: string[];
	parties: number[];
	tags: number[];
}

/** An entry of the menu below the conversation; one with `entries` opens a list (path/90231). */
export type MenuEntry =
	| { name: string; type: 'click'; key: string }
	| { name: string; type: 'view'; url: string }
	| { name: string; entries: MenuEntry[] };

/**
 * What gettoken answers with while a token lives: that one again, a new one beside it, or a new one that ends it at once.
 * WeCom promises none of them (path/91039).
 */
export type TokenMode = 'same' | 'new' | 'newEndsOld';

export interface AppOptions {
	agentId: number;
	secret: string;
	name?: string;
	/** Stands beside the name for those who read the page in English. */
	englishName?: string;
	/** Whether "receive messages" is configured; cards with callbacks need it (43012). */
	callback?: boolean;
	/** appid of the mini program the app is bound to; miniprogram_notice needs it (48002). */
	miniProgram?: string;
	/** Third-party stand-alone app: may send template_msg and nothing else. */
	thirdParty?: boolean;
	visible?: VisibleRange;
	menu?: MenuEntry[];
	/** Host, with its port if it has one, of the pages on which members may log in; without it on none (50001). */
	trustedDomain?: string;
}

/** A robot in a group (path/99110). */
export interface RobotOptions {
	/** What makes its webhook URL a secret. */
	key: string;
	chatid: string;
	name?: string;
}

/** A group chat. */
export interface GroupOptions {
	chatid: string;
	name: string;
	/** A user ID out of `users`. */
	owner: string;
	users: string[];
	/** The app that has created it (path/90245); without it somebody has, in the client. */
	agentId?: number;
}

export interface SimulatorOptions {
	/** 0 (default) lets the system choose a free port. */
	port?: number;
	corpId?: string;
	/** Overrides the AgentId of the first app. */
	agentId?: number;
	/** Overrides the secret of the first app. */
	secret?: string;
	/** Sets the trusted domain of the first app. */
	trustedDomain?: string;
	/** Sets the visible range of the first app. */
	visible?: VisibleRange;
	/** Replaces the two default apps. */
	apps?: AppOptions[];
	/** Number of generated members user0001… in the visible department 2. */
	members?: number;
	/** Replaces the default organisation. */
	directory?: DirectoryData;
	/** Serves HTTPS with this key and certificate (PEM). */
	https?: { key: string; cert: string };
	/** The API answers below this prefix as well, like behind a relay (for example '/relay'). */
	basePath?: string;
	/** Value of expires_in and life time of new tokens in seconds. */
	tokenTtl?: number;
	/** What gettoken answers with while a token lives; 'new' by default. */
	tokenMode?: TokenMode;
	/** Per app and member; the surplus is dropped without an error. WeCom's own 30 by default, and 1000 an hour in proportion. */
	memberLimitPerMinute?: number;
	/** Replaces the demo robot. */
	robots?: RobotOptions[];
	/** Replaces the demo group. A robot whose group is not here gets one. */
	groups?: GroupOptions[];
	/** Per robot; the surplus is refused (45009). WeCom's own 20 by default. */
	robotLimitPerMinute?: number;
	/** How many members the corp may have; a fifth of it may be looked up in vain. 200 by default. */
	corpSize?: number;
}

export interface RecordedCall {
	seq: number;
	/** Milliseconds of the simulator clock. */
	at: number;
	method: string;
	/** Path as requested, without the query. */
	path: string;
	/** Path below /cgi-bin/, for example 'message/send'; other paths without the leading slash. */
	endpoint: string;
	query: Record<string, string>;
	/** Parsed JSON, or the parts of a multipart body, or the text when it is neither. */
	body: unknown;
	headers: Record<string, string | string[] | undefined>;
	/** Undefined when the answer carries no errcode (binary, plain fault, cut connection). */
	responseErrcode?: number;
	/** 0 when the connection was cut. */
	status: number;
	/** A duplicate that WeCom swallowed. */
	suppressed?: boolean;
	/** Deliveries dropped by memberLimitPerMinute. */
	dropped?: number;
	token?: string;
}

export interface CardUpdate {
	at: number;
	button?: JsonObject;
	template_card?: JsonObject;
	/** The card form may ask for translated ids by itself. */
	translateIds?: boolean;
	/** It came as the answer to a press, and so for whoever pressed. */
	passive?: true;
}

/** One message in the inbox of one member. */
export interface Delivered {
	msgid: string;
	userid: string;
	msgtype: string;
	/** The whole request body. */
	message: JsonObject;
	/** The object below the key named by msgtype, as the member sees it: WeCom cuts some texts. */
	content: JsonObject;
	agentid: number;
	at: number;
	recalled: boolean;
	/** All updates of this copy, in the order in which they came. */
	updates: CardUpdate[];
	/** The last of them. */
	updated?: CardUpdate;
	/** The member has written it to the app. */
	own?: boolean;
	/** How many messages of the app would have come next, but were dropped by `memberLimitPerMinute`. */
	droppedAfter?: number;
}

/** One message in a group chat. */
export interface GroupMessage {
	/** Made up, for the page: WeCom tells nobody. */
	msgid: string;
	chatid: string;
	/** Key of the robot that has sent it; without it an app has. */
	robot?: string;
	agentid?: number;
	msgtype: string;
	/** The whole request body. */
	message: JsonObject;
	/** The object below the key named by msgtype, as the members see it; a robot's picture has the `media_id` of its file. */
	content: JsonObject;
	/** User IDs of the members that it mentions. */
	mentioned: string[] | 'all';
	/** User IDs of members for whom it was one too many: WeCom drops it without an error (path/90248). */
	missed: string[];
	at: number;
}

/** Where an app receives messages and events, as entered in the admin console under 接收消息. */
export interface Receiver {
	/** Without it the first app. */
	agentId?: number;
	/** http or https, on this machine. */
	url: string;
	/** At most 32 letters and digits. */
	token: string;
	/** 43 letters and digits. */
	encodingAesKey: string;
}

export interface FailNext {
	/** Endpoint such as 'message/send'; without it every API call matches. */
	path?: string;
	/** How many matching calls fail (default 1). */
	times?: number;
	/** How many matching calls pass first (default 0). */
	skip?: number;
	errcode?: number;
	errmsg?: string;
	status?: number;
	body?: unknown;
	/** Of the response with `status` or `body`, such as `location`. */
	headers?: Record<string, string>;
	/** Cut the connection before anything is processed. */
	resetBefore?: boolean;
	/** Process (deliver), then cut the connection instead of answering. */
	resetAfter?: boolean;
	delayMs?: number;
	/** Process (deliver), then answer a byte at a time, with so many milliseconds in between. */
	trickleMs?: number;
}

export interface RateLimit {
	/** Endpoint the limit counts; without it every API call counts. */
	path?: string;
	/** Calls allowed per window; the rest gets 45009. */
	max: number;
	windowMs?: number;
}

export interface TrustedIp {
	enforce: boolean;
	/** Address WeCom claims to see; it appears in errmsg. */
	seenIp?: string;
}

export interface SecretReset {
	agentId?: number;
	/** Also make the tokens issued for the old secret invalid. */
	revokeTokens?: boolean;
}

export interface SimulatorFaults {
	/**
	 * Makes one token, or all of them, unknown to the API (40014).
	 * @throws {Error} if the one was never handed out
	 */
	revokeToken(token?: string): void;
	/** Lets every token handed out so far run out (42001). */
	expireTokens(): void;
	/** What gettoken answers with while a token lives. */
	tokenMode(mode: TokenMode): void;
	setTokenTtl(seconds: number): void;
	failNext(fault: FailNext): void;
	setLatency(ms: number): void;
	trustedIp(setting: TrustedIp): void;
	/** Resets the secret as in the admin console. */
	setSecret(secret: string, options?: SecretReset): void;
	/** Calls answer 50003, gettoken 40001. */
	disableApp(disabled?: boolean, agentId?: number): void;
	/** null lifts all limits. */
	rateLimit(limit: RateLimit | null): void;
	/** Moves the simulator clock forward: tokens, media and codes age. */
	advanceTime(ms: number): void;
	/** Takes a robot out of its group (93000), as a member can; without a key the first one. */
	removeRobot(key?: string): void;
	/** Dissolves a group chat (49008), as its owner can; without an id the first one. */
	dissolveGroup(chatid?: string): void;
	/** Changes what an app sees, as in the admin console. */
	setVisible(visible: VisibleRange, agentId?: number): void;
	/** From now on the simulator's clock runs so many times as fast. */
	setClockSpeed(factor: number): void;
	/** A click on a card hands out a new response_code; returns it. */
	issueResponseCode(msgid: string): string;
}

export interface Simulator extends SimulatorFaults, PressControls, LoginControls {
	url: string;
	/** url plus basePath. */
	relayUrl: string;
	port: number;
	corpId: string;
	agentId: number;
	secret: string;
	calls(path?: string): RecordedCall[];
	count(path: string): number;
	inbox(userid?: string): Delivered[];
	media(id: string): MediaFile | undefined;
	/** Key of the first robot, and its URL as members copy it in WeCom. */
	robotKey: string;
	robotWebhook: string;
	/** A robot by its key, or the first one. */
	robot(key?: string): Robot;
	/** A group chat, or the first one. */
	group(chatid?: string): Group;
	/** Everything that was sent into a group chat, or into all of them, in order. */
	groupInbox(chatid?: string): GroupMessage[];
	/**
	 * Tells where an app receives. As WeCom does on saving, it asks the URL to decrypt a number first (path/90930).
	 * @throws {Error} with a sentence that says what is wrong
	 */
	setCallback(receiver: Receiver): Promise<void>;
	/** Forgets calls, inbox, tokens and faults; uploaded media and callbacks stay. */
	reset(): void;
	close(): Promise<void>;
}
