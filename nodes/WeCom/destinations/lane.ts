/**
 * Who may get a message. Two messages that share a key keep their order; `everybody` keeps its order among all, since a
 * department, a tag or `@all` may contain anybody.
 */
export type Lane = readonly string[] | 'everybody';
