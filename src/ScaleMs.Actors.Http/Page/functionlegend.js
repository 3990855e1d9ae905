import { button, element, setHidden, setText } from './dom.js';
import { count } from './format.js';
import { functionVariable } from './palette.js';

const most = 14;

/** The functions in the stream with their colours; choosing one makes the others faint. */
export function functionLegend(onChange) {
    const items = new Map();
    const rest = element('span', { class: 'note' });
    const list = element('div', { class: 'legend', role: 'group', 'aria-label': 'Functions' },
        element('span', { class: 'state failure-mark', 'data-state': 'FAILED' }, element('i', { class: 'hatched' }), element('span', {}, 'Failed')), rest);
    const legend = {
        element: list,
        chosen: null,
        update(functions, running) {
            const names = new Map(functions);
            for (const task of running) if (!names.has(task.function)) names.set(task.function, 0);
            const shown = [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most);
            const kept = new Set(shown.map(([name]) => name));
            for (const [name, item] of items) {
                if (kept.has(name)) continue;
                item.element.remove();
                items.delete(name);
                if (legend.chosen === name) legend.chosen = null;
            }
            for (const [name, n] of shown) {
                if (!items.has(name)) items.set(name, create(name));
                setText(items.get(name).value, count(n));
            }
            setHidden(rest, names.size <= most);
            setText(rest, `and ${count(names.size - most)} more functions`);
        },
    };

    function create(name) {
        const value = element('span', { class: 'value' }), swatch = element('i', { class: 'swatch' });
        swatch.style.background = `var(--${functionVariable(name)})`;
        const control = button('', 'quiet', () => {
            legend.chosen = legend.chosen === name ? null : name;
            for (const [other, item] of items) item.element.setAttribute('aria-pressed', String(other === legend.chosen));
            onChange();
        });
        control.dataset.function = name;
        control.setAttribute('aria-pressed', 'false');
        control.append(swatch, element('span', { class: 'clipped' }, name), value);
        list.insertBefore(control, rest);
        return { element: control, value };
    }

    return legend;
}
