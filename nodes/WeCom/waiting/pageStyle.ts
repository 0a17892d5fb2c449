/**
 * Looks of the pages: a phone first, light or dark as the system is. WeCom's own browser may be some years old on a phone, so
 * nothing stands here that browsers of 2020 don't know.
 */
export const PAGE_STYLE = `
:root {
	color-scheme: light dark;
	--desk: #eff1f4;
	--panel: #fff;
	--ink: #1c2026;
	--soft: #5a626e;
	--line: #dfe3e8;
	--edge: #7d8692;
	--button: #eaeef3;
	--blue: #1a5cb8;
	--fill: #1a66cc;
	--red: #b3261e;
	--warned: #fdf0ee;
	--chosen: #e9f2fd;
}
@media (prefers-color-scheme: dark) {
	:root {
		--desk: #0f1114;
		--panel: #1a1d23;
		--ink: #e7eaef;
		--soft: #a6afbc;
		--line: #333942;
		--edge: #7c8694;
		--button: #323842;
		--blue: #9cc4ff;
		--red: #ff9d92;
		--warned: #33211f;
		--chosen: #1c3150;
	}
}
* {
	box-sizing: border-box;
}
html {
	-webkit-text-size-adjust: 100%;
	text-size-adjust: 100%;
}
body {
	margin: 0;
	color: var(--ink);
	background: var(--desk);
	font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
	word-break: break-word;
	overflow-wrap: anywhere;
}
main {
	max-width: 600px;
	min-height: 100vh;
	margin: 0 auto;
	padding: 24px 16px 32px;
	background: var(--panel);
}
@media (min-width: 640px) {
	main {
		min-height: 0;
		margin: 40px auto;
		padding: 32px;
		border: 1px solid var(--line);
		border-radius: 12px;
	}
}
h1 {
	margin: 0 0 12px;
	font-size: 22px;
	line-height: 1.3;
}
h2 {
	margin: 0 0 4px;
	font-size: 16px;
}
p, ul, dl, dd, fieldset {
	margin: 0;
	padding: 0;
}
.text {
	margin-bottom: 16px;
	white-space: pre-wrap;
}
dl {
	margin-bottom: 16px;
	border-top: 1px solid var(--line);
}
dl div {
	display: flex;
	flex-wrap: wrap;
	padding: 8px 0;
	border-bottom: 1px solid var(--line);
}
dt {
	flex: 0 0 112px;
	max-width: 100%;
	padding-right: 12px;
	color: var(--soft);
}
dd {
	flex: 1 1 180px;
	min-width: 0;
	white-space: pre-wrap;
}
a {
	color: var(--blue);
}
.link {
	display: inline-flex;
	align-items: center;
	min-height: 44px;
	margin-bottom: 12px;
}
form > * {
	margin-bottom: 20px;
}
form > .buttons {
	margin-bottom: 0;
}
label, legend {
	display: block;
	padding: 0;
	margin-bottom: 6px;
	font-weight: 600;
}
.soft {
	color: var(--soft);
	font-weight: 400;
}
input, select, textarea, button {
	width: 100%;
	min-width: 0;
	min-height: 44px;
	margin: 0;
	padding: 9px 12px;
	color: inherit;
	background-color: var(--panel);
	border: 1px solid var(--edge);
	border-radius: 8px;
	font: inherit;
}
textarea {
	display: block;
	resize: vertical;
}
fieldset {
	min-width: 0;
	border: 0;
}
fieldset label {
	display: flex;
	align-items: flex-start;
	min-height: 44px;
	margin-bottom: 8px;
	padding: 9px 12px;
	border: 1px solid var(--line);
	border-radius: 8px;
	font-weight: 400;
	cursor: pointer;
}
fieldset span {
	min-width: 0;
}
fieldset input {
	flex: none;
	width: 20px;
	min-height: 0;
	height: 20px;
	margin: 2px 12px 0 0;
	accent-color: var(--fill);
}
fieldset label:focus-within {
	background: var(--chosen);
}
.buttons {
	display: grid;
	grid-template-columns: repeat(auto-fit, minmax(min(100%, 130px), 1fr));
	gap: 12px;
}
.buttons p {
	grid-column: 1 / -1;
}
button {
	min-height: 48px;
	background-color: var(--button);
	border-color: transparent;
	font-weight: 600;
	cursor: pointer;
}
button:hover {
	filter: brightness(0.95);
}
.style-1 {
	color: #fff;
	background-color: var(--fill);
}
.style-2 {
	color: var(--blue);
}
.style-3 {
	color: var(--red);
}
:focus-visible {
	outline: 3px solid var(--blue);
	outline-offset: 2px;
}
.problems {
	margin-bottom: 20px;
	padding: 12px 16px;
	background: var(--warned);
	border-left: 4px solid var(--red);
	border-radius: 4px;
}
.problems ul {
	list-style: none;
}
.problems a {
	display: inline-flex;
	align-items: center;
	min-height: 44px;
	color: var(--red);
}
.problem {
	margin-top: 6px;
	color: var(--red);
	font-weight: 600;
}
[aria-invalid] {
	border-color: var(--red);
	border-width: 2px;
}
`;
