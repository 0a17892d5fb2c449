/** The errcodes by which code decides (`path/90313`); what all others mean to it stands in the catalogue. */
export const ERRCODE = {
	invalidUserId: 40003,
	unknownMediaId: 40007,
	invalidLoginCode: 40029,
	invalidParameter: 40058,
	invalidTagId: 40068,
	expiredLoginCode: 42003,
	noCallbackUrl: 43012,
	tooManyCalls: 45009,
	tooMuchToList: 45029,
	unknownMember: 46004,
	noPermission: 48002,
	notForThisSecret: 48009,
	untrustedDomain: 50001,
	unknownDepartment: 60003,
	outsideVisibleRange: 60011,
	ipNotTrusted: 60020,
	unknownUserId: 60111,
	invalidDepartmentId: 60123,
	unknownMobile: 60146,
	unknownEmail: 60147,
	unknownMailbox: 60148,
	noValidRecipient: 81013,
	chatExists: 86215,
	ipNotTrustedByContacts: 301042,
} as const;

/** Whether an errcode is one of some. */
export const isOneOf = (codes: ReadonlyArray<keyof typeof ERRCODE>, errcode: number): boolean =>
	codes.some((name) => ERRCODE[name] === errcode);
