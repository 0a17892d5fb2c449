/*
 * Takes over parts of a fresh page, so that what somebody has typed, chosen or opened elsewhere stays.
 */

/** How each part looked when it came from the server. */
const served = new WeakMap();

for (const part of document.querySelectorAll('[data-part]')) served.set(part, part.outerHTML);

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

/** What goes away by itself waits for whoever reads it. */
const isRead = (part) => part.matches('.notice-line:is(:hover, :focus-within)');

/** Brings a part in line with a fresh page, if the server has something else to say. */
export function takePart(fresh) {
	const part = document.querySelector(`[data-part="${CSS.escape(fresh.dataset.part)}"]`);
	if (!part || served.get(part) === fresh.outerHTML) return;
	if (fresh.childElementCount > 0 || !isRead(part)) swap(part, fresh);
}

/**
 * Brings a list in line with a fresh one: new children come, known ones stay where they have not changed.
 * Answers with the new ones.
 */
export function takeList(list, fresh) {
	const known = new Map([...list.children].map((child) => [child.dataset.part, child]));
	const arrived = [];
	let place = list.firstElementChild;
	for (const child of [...fresh.children]) {
		const old = known.get(child.dataset.part);
		if (!old) {
			served.set(child, child.outerHTML);
			child.classList.add('arrived');
			list.insertBefore(child, place);
			arrived.push(child);
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
	return arrived;
}

/** Says something in a part until the server has something to say. */
export function say(part, tone, text) {
	const line = document.createElement('p');
	line.textContent = text;
	part.className = `notice-line ${tone}`;
	part.replaceChildren(line);
	served.delete(part);
}
