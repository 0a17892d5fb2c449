import { choice, text, type Field } from '../../fields/field';

interface Target {
	/** Start of the form names, such as `cardAction`; without it they stand in a group of their own. */
	prefix?: string;
	/** Start of the labels, such as `Click`. */
	label?: string;
	/** Whether "nothing" (0) is among the answers. */
	none: boolean;
	default: 0 | 1;
}

/** What a click opens: `type`, `url`, `appid` and `pagepath` as several parts of a card have them. */
export function target({ prefix, label, none, ...rest }: Target): Field[] {
	const name = (own: string) =>
		prefix === undefined ? own : `${prefix}${own[0].toUpperCase()}${own.slice(1)}`;
	const titled = (own: string) => (label === undefined ? own : `${label} ${own}`);
	const type = name('type');
	return [
		choice({
			name: type,
			api: 'type',
			label: titled('Opens'),
			description: 'What clicking opens',
			required: !none,
			options: [
				...(none ? [{ name: 'Nothing', value: 0 }] : []),
				{ name: 'Web Page', value: 1 },
				{ name: 'Mini Program', value: 2 },
			],
			default: rest.default,
			absent: none ? 0 : undefined,
		}),
		text({
			name: name('url'),
			api: 'url',
			label: titled('URL'),
			required: true,
			when: { [type]: [1] },
			placeholder: 'https://example.com/page',
			description: 'URL starting with http:// or https://',
			url: true,
		}),
		text({
			name: name('appId'),
			api: 'appid',
			label: titled('Mini Program App ID'),
			required: true,
			when: { [type]: [2] },
			placeholder: 'wx1234567890abcdef',
			description: 'The mini program must be linked to this app',
		}),
		text({
			name: name('pagePath'),
			api: 'pagepath',
			label: titled('Mini Program Page'),
			when: { [type]: [2] },
			placeholder: 'pages/index?orderid=123',
			description: 'Path of the page with its parameters. Leave empty to open the home page.',
		}),
	];
}
