/** Dispatches `expired` when the master no longer accepts this page's cookie. */
export const access = new EventTarget();

/** What the master answered instead of what was asked for; its message is for people. */
class Refusal extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

export function get(path, query = {}, signal = undefined) {
    const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '' && value !== null && value !== undefined));
    return ask(text.size ? `${path}?${text}` : path, { signal });
}

export function post(path, body) {
    return ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

export const taskAddress = uid => `/api/v1/tasks/${encodeURIComponent(uid)}`;

async function ask(path, options) {
    let answer;
    try {
        answer = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...options });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Refusal(0, 'The master does not answer.');
    }
    if (answer.ok) return answer.json();
    if (answer.status === 401) access.dispatchEvent(new Event('expired'));
    throw new Refusal(answer.status, await reason(answer));
}

async function reason(answer) {
    try {
        const { error } = await answer.json();
        if (typeof error === 'string') return error;
    } catch {
        // The body is no JSON: a proxy in between may have answered.
    }
    return `The master answered with status ${answer.status}.`;
}
