import { Chart } from './chart.js';
import { element, setText } from './dom.js';
import { clock, count } from './format.js';
import { colour, stateFill } from './palette.js';
import { panel } from './panel.js';
import { stackedStates, stateLabel, stateMark } from './states.js';

/** Tasks by state over time as stacked areas, with a legend that shows the numbers and leaves states out. */
export function statesChart(cluster) {
    const left = new Set();
    let pointed = null;
    const shown = () => stackedStates.filter(state => !left.has(state));
    // The highest stack is drawn first and lower ones over it, each down to zero: areas need no bands then.
    const series = () => shown().reverse().map(state => ({ fill: stateFill(state), stroke: colour('surface'), width: 1, points: { show: false } }));
    const chart = new Chart({ height: 220, series, onCursor: index => { pointed = index; values(); } });
    const legend = element('div', { class: 'legend', role: 'group', 'aria-label': 'States in the chart' });
    const { element: box, note } = panel('Tasks by state', chart.element, legend);
    const items = new Map(stackedStates.map(state => [state, item(state)]));

    function item(state) {
        const value = element('span', { class: 'value' });
        const toggle = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'true', 'data-series': state }, stateMark(state), value);
        toggle.addEventListener('click', () => {
            if (!left.delete(state)) left.add(state);
            toggle.setAttribute('aria-pressed', String(!left.has(state)));
            draw();
        });
        legend.append(toggle);
        return value;
    }

    function values() {
        const point = cluster.points[pointed ?? cluster.points.length - 1] ?? cluster.points.at(-1);
        if (!point) return;
        setText(note, pointed === null ? 'now' : clock(point.at));
        for (const [state, value] of items) setText(value, count(point.states[state] ?? 0));
    }

    function draw() {
        const { points } = cluster;
        const sums = new Array(points.length).fill(0);
        const stacks = shown().map(state => points.map((point, i) => sums[i] += point.states[state] ?? 0));
        chart.show([points.map(point => point.at / 1000), ...stacks.reverse()], summary(points));
    }

    return {
        element: box,
        update() {
            draw();
            values();
        },
        close: () => chart.close(),
    };
}

function summary(points) {
    if (!points.length) return 'There are no points yet.';
    const first = points[0], last = points.at(-1);
    const changes = stackedStates.filter(state => first.states[state] || last.states[state])
        .map(state => `${stateLabel(state)} from ${count(first.states[state] ?? 0)} to ${count(last.states[state] ?? 0)}`);
    return `Tasks by state between ${clock(first.at)} and ${clock(last.at)}: ${changes.join('; ') || 'none'}.`;
}
