import { Chart } from './chart.js';
import { element, setText } from './dom.js';
import { clock, rate } from './format.js';
import { colour } from './palette.js';
import { panel } from './panel.js';

/** Tasks that ended per second, over time. */
export function rateChart(cluster) {
    let pointed = null;
    const series = () => [{ stroke: colour('accent'), width: 1.5, fill: colour('accent-soft'), points: { show: false } }];
    const chart = new Chart({ height: 220, series, onCursor: index => { pointed = index; values(); } });
    const facts = element('p', { class: 'facts' });
    const { element: box, note } = panel('Tasks ended per second', chart.element, facts);

    function values() {
        const point = cluster.points[pointed ?? cluster.points.length - 1] ?? cluster.points.at(-1);
        if (point) setText(note, `${rate(point.rate)} ${pointed === null ? 'now' : `at ${clock(point.at)}`}`);
    }

    return {
        element: box,
        update() {
            const { points } = cluster;
            const rates = points.map(point => point.rate);
            const highest = Math.max(0, ...rates);
            const mean = rates.length ? rates.reduce((sum, value) => sum + value, 0) / rates.length : 0;
            const text = `Mean ${rate(mean)}, highest ${rate(highest)}`;
            chart.show([points.map(point => point.at / 1000), rates], `Tasks ended per second: ${text}.`);
            setText(facts, text);
            values();
        },
        close: () => chart.close(),
    };
}
