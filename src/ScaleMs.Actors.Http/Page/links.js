import { element } from './dom.js';

export const taskPath = uid => `#/tasks/${encodeURIComponent(uid)}`;
export const submissionPath = id => `#/submissions/${encodeURIComponent(id)}`;
export const graphPath = id => `${submissionPath(id)}/graph`;
export const workerPath = name => `#/workers/${encodeURIComponent(name)}`;

export const link = (text, href, className) => element('a', { href, class: className }, text);

/** Splits `#/submissions/ID/graph?state=FAILED` into its parts and its query. */
export function parseRoute(hash) {
    const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
    return { parts: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

/** Keeps filters in the address without a new entry in the history. */
export function keepQuery(values) {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
    const path = location.hash.split('?')[0] || '#/';
    history.replaceState(history.state, '', query.size ? `${path}?${query}` : path);
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
