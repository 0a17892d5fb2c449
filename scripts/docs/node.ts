import { name as packageName } from '../../package.json';
import { fillForm } from '../../test/unit/messages/fillForm';
import type { Subject } from './messagePage';

/** The node as workflows name it. Not taken from `WeCom.node`, which tsx would load as a native addon. */
const NODE = { name: 'WeCom', type: `${packageName}.weCom`, typeVersion: 1, position: [0, 0] };

/** A workflow with one node that sends the example of a type from its form; n8n takes it from the clipboard. */
export function nodeOf({ content, offer }: Subject): object {
	const { content: type, unchecked } = offer;
	const { variants } = type;
	const example = { ...content.example };
	const kind = variants === undefined ? {} : { [variants.name]: example[variants.api] };
	if (variants !== undefined) delete example[variants.api];
	const form =
		unchecked === true
			? { bodyJson: JSON.stringify(example, null, 2) }
			: fillForm(content.fields, example, 'send');
	return {
		nodes: [
			{ parameters: { messageType: type.value, users: 'zhangsan', ...kind, ...form }, ...NODE },
		],
		connections: {},
	};
}
