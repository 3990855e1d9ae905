import { element, setAttribute } from './dom.js';
import { count, percent } from './format.js';
import { stackedStates, stateLabel } from './states.js';

/** The name of each state's count in a submission. */
export const members = { DONE: 'done', FAILED: 'failed', CANCELED: 'canceled', EXECUTING: 'executing', SCHEDULED: 'scheduled', WAITING: 'waiting' };
const parts = stackedStates.filter(state => members[state]);

export const endedOf = submission => submission.done + submission.failed + submission.canceled;
export const unfinishedOf = submission => Math.max(0, submission.tasks - endedOf(submission));

/** A submission's tasks as a bar, stacked by state. */
export function progressBar() {
    const segments = parts.map(state => element('span', { 'data-state': state }));
    const bar = element('div', { class: 'progress', role: 'img' }, ...segments);
    return {
        element: bar,
        update(submission) {
            segments.forEach((segment, i) => {
                const n = submission[members[parts[i]]];
                segment.style.flexGrow = n;
                segment.classList.toggle('some', n > 0);
            });
            const text = parts.map(state => [state, submission[members[state]]]).filter(([, n]) => n)
                .map(([state, n]) => `${count(n)} ${stateLabel(state).toLowerCase()}`).join(', ');
            setAttribute(bar, 'aria-label', `${percent(endedOf(submission), submission.tasks)} ended: ${text || 'no tasks'}`);
            setAttribute(bar, 'title', text);
        },
    };
}
