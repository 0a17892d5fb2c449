import { ApiError } from '../errors';
import { recordOf, recordsOf } from '../json';
import type { MediaFile, MediaType } from '../media';
import type { App, State } from '../state';
import type { JsonObject } from '../types';
import { checkCard } from './cards';

const HAS_SCHEME = /^https?:\/\//;

/** Formats that may be sent confidentially (path/90236, file). */
const CONFIDENTIAL_FILE = /\.(txt|pdf|docx?|pptx?|xlsx?|xml|jpe?g|png|bmp|gif)$/i;

function mediaOf(state: State, type: MediaType, id: unknown, path: string): MediaFile {
	const file = state.freshMedia(id, path);
	if (file.type !== type) throw new ApiError(40007, `${path} is a media of type ${file.type}`);
	return file;
}

function checkUrl(url: unknown, path: string): void {
	if (typeof url !== 'string' || url === '') throw new ApiError(41010, path);
	if (!HAS_SCHEME.test(url)) throw new ApiError(45034, path);
}

function checkNews(body: JsonObject): void {
	recordsOf(body.articles).forEach((article, index) => {
		const path = `news.articles[${index}]`;
		const appid = Boolean(article.appid);
		const pagepath = Boolean(article.pagepath);
		if (appid !== pagepath) {
			throw new ApiError(40058, `${path}.${appid ? 'pagepath' : 'appid'} missing`);
		}
		// With a mini program page the url is ignored, whatever it says.
		if (!appid) checkUrl(article.url, `${path}.url`);
	});
}

function checkMpnews(body: JsonObject, state: State): void {
	recordsOf(body.articles).forEach((article, index) => {
		const path = `mpnews.articles[${index}].thumb_media_id`;
		mediaOf(state, 'image', article.thumb_media_id, path);
	});
}

function checkMiniprogram(request: JsonObject, body: JsonObject, app: App): void {
	if (request.touser === '@all') {
		throw new ApiError(40058, 'touser: miniprogram_notice does not support @all');
	}
	if (body.appid !== app.miniProgram) throw new ApiError(90208, 'miniprogram_notice.appid');
}

function checkTemplate(request: JsonObject, body: JsonObject): void {
	if (request.touser === '@all') throw new ApiError(60208);
	if (!body.miniprogram) checkUrl(body.url, 'template_msg.url');
	const tickets = request.selected_ticket_list;
	if (request.only_unauth === true && !(Array.isArray(tickets) && tickets.length > 0)) {
		throw new ApiError(60211, 'only_unauth needs selected_ticket_list');
	}
}

/** What an app may send at all; comes before the content is looked at. */
export function checkPermission(request: JsonObject, msgtype: string, app: App): void {
	if (msgtype === 'template_msg' && !app.thirdParty) throw new ApiError(60206);
	if (msgtype !== 'template_msg' && app.thirdParty) throw new ApiError(60207);
	if (msgtype === 'news' && 'safe' in request) throw new ApiError(40074);
	if (msgtype === 'miniprogram_notice' && !app.miniProgram) {
		throw new ApiError(48002, 'the app is not bound to a mini program');
	}
}

/** Rules of the message types that their JSON schemas cannot express (path/90236). */
export function checkContent(request: JsonObject, msgtype: string, app: App, state: State): void {
	const body = recordOf(request[msgtype]);
	switch (msgtype) {
		case 'image':
		case 'voice':
		case 'video':
			mediaOf(state, msgtype, body.media_id, `${msgtype}.media_id`);
			break;
		case 'file': {
			const { filename } = mediaOf(state, 'file', body.media_id, 'file.media_id');
			if (request.safe === 1 && !CONFIDENTIAL_FILE.test(filename)) {
				throw new ApiError(40004, `safe does not support ${filename}`);
			}
			break;
		}
		case 'news':
			checkNews(body);
			break;
		case 'mpnews':
			checkMpnews(body, state);
			break;
		case 'miniprogram_notice':
			checkMiniprogram(request, body, app);
			break;
		case 'interactive_taskcard':
			if (!app.callback) throw new ApiError(43012, 'interactive_taskcard');
			break;
		case 'template_msg':
			checkTemplate(request, body);
			break;
		case 'template_card':
			checkCard(body, app, state);
			break;
		default:
	}
}
