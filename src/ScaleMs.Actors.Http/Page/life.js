import { element, setText } from './dom.js';
import { duration, iso, moment, roughDuration } from './format.js';
import { isFinal, stateLabel, stateMark } from './states.js';

/** A task's transitions: a bar in proportion to their durations, and a list with times and reasons. */
export function life() {
    const bar = element('div', { class: 'life-bar', 'aria-hidden': 'true' });
    const list = element('ol', { class: 'life' });
    let transitions = [], last = null;
    return {
        element: element('div', {}, bar, list),
        show(next, now) {
            if (next.length !== transitions.length) {
                transitions = next;
                bar.replaceChildren(...transitions.slice(0, -1).map(({ state }) => element('span', { 'data-state': state })));
                const steps = transitions.map((transition, i) => step(transition, transitions[i + 1], now));
                list.replaceChildren(...steps.map(({ line }) => line));
                last = steps.at(-1)?.took ?? null;
                const state = transitions.at(-1)?.state;
                if (state && !isFinal(state)) bar.append(element('span', { 'data-state': state }));
            }
            this.update(now);
        },
        update(now) {
            const at = transitions.map(transition => Date.parse(transition.at));
            [...bar.children].forEach((part, i) => {
                const end = at[i + 1] ?? now;
                part.style.flexGrow = Math.max(1, end - at[i]);
                part.title = `${stateLabel(transitions[i].state)}: ${duration(end - at[i])}`;
            });
            if (last && !isFinal(transitions.at(-1).state)) setText(last, `for ${roughDuration(now - at.at(-1))}`);
        },
    };
}

function step({ state, at, attempt, reason }, next, now) {
    const took = element('span', { class: 'took' }, next ? `for ${duration(Date.parse(next.at) - Date.parse(at))}` : '');
    const line = element('li', { 'data-transition': state },
        stateMark(state), element('time', { datetime: at, title: iso(Date.parse(at)) }, moment(Date.parse(at), now)), took,
        element('span', { class: 'attempt' }, `attempt ${attempt}`), element('span', { class: 'reason' }, reason ?? ''));
    return { line, took };
}
