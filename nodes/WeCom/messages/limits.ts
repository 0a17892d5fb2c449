/** What most texts of messages and replies have at most (`path/90236`, `path/90241`). */
export const TITLE_LIMIT = { amount: 128, unit: 'bytes' } as const;
export const DESCRIPTION_LIMIT = { amount: 512, unit: 'bytes' } as const;
/** What WeCom gives back: IDs of tasks and options, keys of a task card's buttons. */
export const ID_LIMIT = { amount: 128, unit: 'bytes' } as const;
