import type { OpenPost } from '../channels/telegram/post.ts';

/** By the runtime's own `fetch`, which keeps its connections. */
export const openFetch: OpenPost = (root, patience) => async (path, body) => {
  const signal = AbortSignal.timeout(patience);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(root + path, { method: 'POST', headers, body, signal });
  return answer.json();
};
