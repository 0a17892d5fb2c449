export * from './details';
export * from './head';
export * from './identity';
export * from './questions';
export * from './section';
