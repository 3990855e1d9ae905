import { element } from './dom.js';

/** A section with a heading, a note at its right, and anything below. */
export function panel(title, ...children) {
    const note = element('span', { class: 'note' });
    const head = element('div', { class: 'panel-head' }, element('h2', {}, title), note);
    return { element: element('section', { class: 'panel' }, head, ...children), note };
}

/** A section whose view has nothing else: the view's heading is its heading. */
export const barePanel = (...children) => element('div', { class: 'panel' }, ...children);

export function viewHead(title, ...tools) {
    const heading = element('h1', {}, title);
    const note = element('p', { class: 'note' });
    const titles = element('div', { class: 'titles' }, heading, note);
    return { element: element('div', { class: 'view-head' }, titles, element('div', { class: 'tools' }, ...tools)), heading, note };
}

export function searchBox(label, value, onInput) {
    const input = element('input', {
        type: 'search', placeholder: label, 'aria-label': label, spellcheck: 'false', autocomplete: 'off', 'data-filter': 'text',
    });
    input.value = value ?? '';
    input.addEventListener('input', onInput);
    return input;
}
