'use strict';

/*
 * Keeps the page up to date. The server draws everything; this script fetches the page again after each change and takes
 * over the parts that differ, so that what somebody has typed, chosen or opened elsewhere stays.
 */

/** How each part looked when it came from the server. */
const served = new WeakMap();

const remember = (root) => {
	for (const part of root.querySelectorAll('[data-part]')) served.set(part, part.outerHTML);
};
remember(document);

const controlsOf = (root) => [
	...root.querySelectorAll('input:not([type=hidden]), select, textarea, button, summary, a'),
];
const isChoice = ({ type }) => type === 'radio' || type === 'checkbox';
const nameOf = (control) =>
	[
		control.tagName,
		control.name,
		isChoice(control) || control.tagName === 'BUTTON' ? control.value : control.textContent,
	].join(' ');

/** Replaces the content of a part, and puts back what somebody has entered there. */
function swap(part, fresh) {
	const html = fresh.outerHTML;
	const controls = controlsOf(part);
	const before = new Map(controls.map((control) => [nameOf(control), control]));
	const focused = controls.find((control) => control === document.activeElement);
	const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
	for (const name of part.getAttributeNames())
		if (!fresh.hasAttribute(name)) part.removeAttribute(name);
	for (const name of fresh.getAttributeNames()) part.setAttribute(name, fresh.getAttribute(name));
	part.replaceChildren(...fresh.childNodes);
	served.set(part, html);
	part.querySelectorAll('details').forEach((details, index) => {
		details.open = opened[index] ?? false;
	});
	for (const control of controlsOf(part)) {
		const old = before.get(nameOf(control));
		if (!old) continue;
		if (isChoice(control)) control.checked = old.checked;
		else if (control.tagName === 'SELECT') control.value = old.value;
	}
	if (focused) {
		const again = controlsOf(part).find(
			(control) => nameOf(control) === nameOf(focused) && !control.disabled,
		);
		(again ?? part.closest('[tabindex]'))?.focus({ preventScroll: true });
	}
}

/** Brings a list in line with a fresh one: new children come, known ones stay where they have not changed. */
function takeList(list, fresh) {
	const known = new Map([...list.children].map((child) => [child.dataset.part, child]));
	let place = list.firstElementChild;
	for (const child of [...fresh.children]) {
		const old = known.get(child.dataset.part);
		if (!old) {
			served.set(child, child.outerHTML);
			child.classList.add('arrived');
			list.insertBefore(child, place);
			continue;
		}
		known.delete(child.dataset.part);
		if (served.get(old) !== child.outerHTML) {
			swap(old, child);
			old.classList.add('changed');
		}
		place = old.nextElementSibling;
	}
	for (const gone of known.values()) gone.remove();
}

const conversation = document.querySelector('#conversation');
conversation.addEventListener('animationend', ({ target }) =>
	target.classList.remove('arrived', 'changed'),
);
const toEnd = () => {
	conversation.scrollTop = conversation.scrollHeight;
};
toEnd();

/** Takes over from a page what differs; a live change leaves alone what belongs to the person in front of it. */
function take(html, { live }) {
	const page = new DOMParser().parseFromString(html, 'text/html');
	const atEnd = conversation.scrollHeight - conversation.scrollTop - conversation.clientHeight < 80;
	for (const fresh of page.querySelectorAll(
		live ? '[data-part][data-live]' : '[data-part]:not(li)',
	)) {
		const part = document.querySelector(`[data-part="${CSS.escape(fresh.dataset.part)}"]`);
		if (part && served.get(part) !== fresh.outerHTML) swap(part, fresh);
	}
	takeList(conversation, page.querySelector('#conversation'));
	if (atEnd) toEnd();
}

let latest = 0;

/** Fetches a page; an answer that was overtaken by a later one is dropped. */
async function load(url, { live, ...request }) {
	latest += 1;
	const number = latest;
	const response = await fetch(url, request);
	const html = await response.text();
	if (number !== latest && live) return;
	take(html, { live });
}

let waiting;
const refresh = () => {
	clearTimeout(waiting);
	waiting = setTimeout(
		() => load(document.body.dataset.url, { live: true }).catch(() => undefined),
		50,
	);
};

const events = new EventSource('/simulator/inbox/events');
events.onmessage = refresh;
// Whatever happened while the connection was cut.
events.onopen = refresh;

/** Says something until the server has something to say. */
function say(text) {
	const notice = document.querySelector('[data-part="notice"]');
	notice.textContent = text;
	served.delete(notice);
}

document.addEventListener('submit', async (event) => {
	const { target: form, submitter } = event;
	event.preventDefault();
	if ('search' in form.dataset) return;
	const method = submitter?.getAttribute('formmethod') ?? form.method;
	const action = submitter?.getAttribute('formaction') ?? form.getAttribute('action');
	const data = new FormData(form, submitter);
	const plain = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
	form.closest('details.menu')?.removeAttribute('open');
	for (const details of form.querySelectorAll('details.menu')) details.open = false;
	if (method === 'post') say('Waiting for the app…');
	try {
		if (method === 'post') await load(action, { live: false, method, body: plain });
		else await load(`${action}?${new URLSearchParams(data)}`, { live: false });
		// The forms know nothing of the search.
		if (search.value !== '') refresh();
		if ('reset' in form.dataset) form.reset();
	} catch {
		say("The simulator isn't responding. Is it still running?");
	}
});

const search = document.querySelector('#search');
search.addEventListener('input', () => {
	const url = new URL(document.body.dataset.url, location.href);
	url.searchParams.set('q', search.value);
	document.body.dataset.url = url.pathname + url.search;
	refresh();
});

const picture = document.querySelector('.attach input');
picture.addEventListener('change', () => {
	if (picture.files.length > 0) picture.form.requestSubmit();
});

// Open menus close like menus.
document.addEventListener('click', ({ target }) => {
	for (const details of document.querySelectorAll('details.menu[open]'))
		if (!details.contains(target)) details.open = false;
});
document.addEventListener('keydown', ({ key }) => {
	if (key !== 'Escape') return;
	for (const details of document.querySelectorAll('details.menu[open]')) {
		details.open = false;
		details.querySelector('summary').focus();
	}
});
