/*
 * Buttons that copy a value.
 */

const FEEDBACK_MS = 2000;

const toast = document.querySelector('#toast');
let fading;

/** Says something for a moment. */
function mention(text) {
	clearTimeout(fading);
	toast.textContent = text;
	fading = setTimeout(() => toast.replaceChildren(), FEEDBACK_MS);
}

document.addEventListener('click', async ({ target }) => {
	const button = target.closest('[data-copy]');
	if (!button) return;
	const value = button.value || button.parentElement.querySelector('input')?.value;
	try {
		await navigator.clipboard.writeText(value);
		button.classList.add('done');
		setTimeout(() => button.classList.remove('done'), FEEDBACK_MS);
		mention(document.body.dataset.copied);
	} catch {
		mention(document.body.dataset.copyFailed);
	}
});
