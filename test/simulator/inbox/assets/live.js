/*
 * Keeps the page up to date. The server draws everything; after each change the page is fetched again.
 */
import { takeList, takePart } from './parts.js';

const conversation = document.querySelector('#conversation');
conversation.addEventListener('animationend', ({ target }) =>
	target.classList.remove('arrived', 'changed'),
);
const newer = document.querySelector('#newer');
const toEnd = () => {
	conversation.scrollTop = conversation.scrollHeight;
};
const isAtEnd = () =>
	conversation.scrollHeight - conversation.scrollTop - conversation.clientHeight < 80;

conversation.addEventListener('scroll', () => {
	if (isAtEnd()) newer.hidden = true;
});
newer.addEventListener('click', () => {
	// The button that has the focus goes away.
	conversation.focus({ preventScroll: true });
	toEnd();
});

/** Follows what has arrived, unless somebody is reading further up and has not written it. */
function follow(arrived, wasAtEnd) {
	const messages = arrived.filter((child) => child.matches('.message'));
	if (wasAtEnd || messages.some((message) => message.matches('.own'))) toEnd();
	else if (messages.length > 0) newer.hidden = false;
}

const linked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (linked && conversation.contains(linked)) linked.scrollIntoView({ block: 'center' });
else toEnd();

/** Takes over from a page what differs; a live change leaves alone what belongs to the person in front of it. */
function take(html, { live }) {
	const page = new DOMParser().parseFromString(html, 'text/html');
	const wasAtEnd = isAtEnd();
	const parts = page.querySelectorAll(live ? '[data-part][data-live]' : '[data-part]:not(li)');
	for (const fresh of parts) takePart(fresh);
	follow(takeList(conversation, page.querySelector('#conversation')), wasAtEnd);
	lookAgain(page.body.dataset.again);
}

let latest = 0;

/** Fetches a page; a live one that was overtaken by a later one is dropped. */
export async function load(url, { live, ...request }) {
	latest += 1;
	const number = latest;
	const response = await fetch(url, request);
	const html = await response.text();
	if (number !== latest && live) return;
	take(html, { live });
}

let waiting;

export function refresh() {
	clearTimeout(waiting);
	waiting = setTimeout(
		() => load(document.body.dataset.url, { live: true }).catch(() => undefined),
		50,
	);
}

let due;

/** Asks again when the server will have something else to say. */
function lookAgain(milliseconds) {
	clearTimeout(due);
	if (milliseconds !== undefined) due = setTimeout(refresh, Math.max(50, Number(milliseconds)));
}
lookAgain(document.body.dataset.again);

// A notice that somebody was reading may have waited to go away.
for (const notice of document.querySelectorAll('.notice-line')) {
	for (const leaving of ['mouseleave', 'focusout']) notice.addEventListener(leaving, refresh);
}

if (window.parent === window) {
	const events = new EventSource('/simulator/inbox/events');
	events.onmessage = refresh;
	// Whatever happened while the connection was cut.
	events.onopen = refresh;
} else {
	// One of several phones: the page around them hears for all.
	document.body.classList.add('framed');
	const { parent } = window;
	parent.addEventListener('inbox-change', refresh);
	window.addEventListener('pagehide', () => parent.removeEventListener('inbox-change', refresh));
	// Whatever happened while this was loading.
	refresh();
}
