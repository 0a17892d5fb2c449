/** @jsxRuntime automatic @jsxImportSource preact */
import { render } from 'preact-render-to-string';
import { LANGUAGES, say, sayAll, saying, type Language, type Saying } from '../language';

/** What WeCom shows in place of a page that it does not lead to. */
export function loginRefusedPage(language: Language, reasons: readonly Saying[]): string {
	const title = say(language, saying('noLogin'));
	const page = (
		<html lang={LANGUAGES[language].tag}>
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>{title}</title>
				<link rel="icon" href="/simulator/inbox/assets/icon.svg" />
				<link rel="stylesheet" href="/simulator/inbox/assets/base.css" />
				<link rel="stylesheet" href="/simulator/inbox/assets/phones.css" />
			</head>
			<body class="refused">
				<main>
					<h1>{title}</h1>
					<p>{sayAll(language, reasons)}</p>
				</main>
			</body>
		</html>
	);
	return `<!DOCTYPE html>${render(page)}`;
}
