// A small foundation without a domain: the file in the root as it ships.
export { default } from '../../registry.config';
