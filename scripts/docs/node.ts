import { name as packageName } from '../../package.json';
import { custom } from '../../nodes/WeCom/messages';
import type { ContentType, MessageType } from '../../nodes/WeCom/messages/messageType';
import { fillForm } from '../../test/unit/messages/fillForm';

/** The node as workflows name it. Not taken from `WeCom.node`, which tsx would load as a native addon. */
const NODE = { name: 'WeCom', type: `${packageName}.weCom`, typeVersion: 1, position: [0, 0] };

/** A workflow with one node that sends the example of a type from its form; n8n takes it from the clipboard. */
export function nodeOf({ content, type }: { content: ContentType; type: MessageType }): object {
	const { variants } = type;
	const example = { ...content.example };
	const kind = variants === undefined ? {} : { [variants.name]: example[variants.api] };
	if (variants !== undefined) delete example[variants.api];
	const form =
		type === custom
			? { bodyJson: JSON.stringify(example, null, 2) }
			: fillForm(content.fields, example, 'send');
	return {
		nodes: [
			{ parameters: { messageType: type.value, users: 'zhangsan', ...kind, ...form }, ...NODE },
		],
		connections: {},
	};
}
