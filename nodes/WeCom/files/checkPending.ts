import type { Issue } from '../api/explained';
import { checkConfidential, checkFile, type FileLook } from './check';
import { isKnownExtension } from './kinds';
import { checkName, extensionOf, nameInUrl } from './names';
import type { PendingMedia } from './pending';

/** What WeCom would not take of a file that is here. */
export function checkSeen(look: FileLook, { type, label, confidential }: PendingMedia): Issue[] {
	return [
		...checkFile(look, type, label),
		...(confidential ? checkConfidential(look.fileName, type, label) : []),
	];
}

/** What can be told before a file is there: by the name that was entered, or by that of its address where it names a type. */
export function checkUnseen({ type, label, origin, confidential }: PendingMedia): Issue[] {
	const issues = checkName(origin.fileName, label);
	if (issues.length > 0 || !confidential || origin.from !== 'url') return issues;
	const name = origin.fileName ?? nameInUrl(new URL(origin.url)) ?? '';
	const isTold = origin.fileName !== undefined || isKnownExtension(extensionOf(name));
	return isTold ? checkConfidential(name, type, label) : [];
}
