// workerd for programs that live elsewhere in the repository: import it after `ensureRuntimes()`.
export { Miniflare } from 'miniflare';
