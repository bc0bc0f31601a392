export { historyOf, signerName, type WatchedRelease, watched } from './history';
export { judge } from './judge';
export { sourceOf } from './source';
