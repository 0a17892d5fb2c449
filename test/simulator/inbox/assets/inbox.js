import './copy.js';
import { load, refresh } from './live.js';
import { say } from './parts.js';

const { waiting, unreachable } = document.body.dataset;
const search = document.querySelector('#search');

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
	// It is said where it was done.
	const column = form.closest('.settings') ?? document.querySelector('.phone');
	const notice = column.querySelector('.notice-line');
	const dismisses = 'dismiss' in form.dataset;
	if (dismisses) {
		// The button that has the focus goes away.
		column.querySelector('[tabindex], input:not([type=hidden])').focus({ preventScroll: true });
		notice.replaceChildren();
	} else if (method === 'post') say(notice, 'busy', waiting);
	try {
		if (method === 'post') await load(action, { live: dismisses, method, body: plain });
		else await load(`${action}?${new URLSearchParams(data)}`, { live: false });
		// The forms know nothing of the search.
		if (search.value !== '') refresh();
		if ('reset' in form.dataset) form.reset();
	} catch {
		say(notice, 'bad', unreachable);
	}
});

function find() {
	const url = new URL(document.body.dataset.url, location.href);
	url.searchParams.set('q', search.value);
	document.body.dataset.url = url.pathname + url.search;
	refresh();
}
search.addEventListener('input', find);
// What was typed before this was loaded, or before the page was left.
if (search.value !== search.defaultValue) find();

const picture = document.querySelector('.attach input');
// A group chat has no place to write.
picture?.addEventListener('change', () => {
	if (picture.files.length > 0) picture.form.requestSubmit();
});

// Whoever opens a link is the member whose phone this is, should the page behind it ask.
for (const opening of ['click', 'auxclick'])
	document.addEventListener(
		opening,
		({ target }) => {
			if (target.closest('.conversation a')) document.cookie = document.body.dataset.visitor;
		},
		true,
	);

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
// What opens at the edge of the conversation is brought into view.
document.addEventListener(
	'toggle',
	({ target }) => {
		if (target.open) target.querySelector('.panel')?.scrollIntoView({ block: 'nearest' });
	},
	true,
);
