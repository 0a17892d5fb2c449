/*
 * Several phones side by side. Each is a page of its own; this one tells them all when something has happened.
 */
import { say, takePart } from './parts.js';

const { url, waiting, unreachable } = document.body.dataset;

/** What was said about a press stays until the next one. */
function take(html, { live }) {
	const page = new DOMParser().parseFromString(html, 'text/html');
	for (const fresh of page.querySelectorAll(live ? '[data-part][data-live]' : '[data-part]'))
		takePart(fresh);
}

let due;

function refresh() {
	clearTimeout(due);
	due = setTimeout(async () => {
		const response = await fetch(url).catch(() => undefined);
		if (response) take(await response.text(), { live: true });
	}, 50);
}

document.addEventListener('submit', async (event) => {
	const { target: form } = event;
	if (form.method !== 'post') return;
	event.preventDefault();
	const said = document.querySelector('[data-part=said]');
	const body = new URLSearchParams(new FormData(form));
	say(said, 'busy', waiting);
	try {
		const response = await fetch(form.action, { method: 'post', body });
		take(await response.text(), { live: false });
	} catch {
		say(said, 'bad', unreachable);
	}
});

// One connection for all phones: a browser opens only six to a server, and a press needs one.
const events = new EventSource('/simulator/inbox/events');
const pass = () => {
	window.dispatchEvent(new Event('inbox-change'));
	refresh();
};
events.onmessage = pass;
events.onopen = pass;
