import { element, setAttribute, setText } from './dom.js';
import { stateIcon } from './icons.js';

const labels = { NEW: 'New', WAITING: 'Waiting', SCHEDULED: 'Scheduled', EXECUTING: 'Running', DONE: 'Done', FAILED: 'Failed', CANCELED: 'Canceled' };

/** In the order in which a bar or a chart stacks them. */
export const stackedStates = ['DONE', 'FAILED', 'CANCELED', 'EXECUTING', 'SCHEDULED', 'WAITING', 'NEW'];
export const stateLabel = state => labels[state] ?? state;
export const isFinal = state => state === 'DONE' || state === 'FAILED' || state === 'CANCELED';

export function stateMark(state) {
    const mark = element('span', { class: 'state' }, element('span'));
    showState(mark, state);
    return mark;
}

export function showState(mark, state) {
    if (mark.dataset.state === state) return;
    mark.dataset.state = state;
    mark.querySelector('svg')?.remove();
    mark.prepend(stateIcon(state));
    setText(mark.lastChild, stateLabel(state));
}

/** A choice of one state, or of all with an empty value. */
export function stateChoice(selected) {
    const select = element('select', { 'data-filter': 'state' }, element('option', { value: '' }, 'All states'));
    for (const state of ['EXECUTING', 'SCHEDULED', 'WAITING', 'NEW', 'FAILED', 'DONE', 'CANCELED']) {
        select.append(element('option', { value: state }, stateLabel(state)));
    }
    select.value = labels[selected] ? selected : '';
    setAttribute(select, 'aria-label', 'State');
    return select;
}
