import { element } from './dom.js';
import { clock, compact } from './format.js';
import { colour } from './palette.js';
import { onThemeChange } from './themes.js';
import uPlot from './vendor/uplot/uPlot.esm.js';

const leastSpan = 60, leastHeight = 4;
// Tasks are whole: no lines between 0 and 1.
const increments = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map(n => n * 10 ** power)).flat();

/** A uPlot that fills its container, follows the theme, and shows the latest minute at least. */
export class Chart {
    #height;
    #series;
    #onCursor;
    #plot = null;
    #data = null;
    #observer;
    #forget;
    #holder = element('div', { class: 'plot', 'aria-hidden': 'true' });
    #summary = element('p', { class: 'hidden' });

    /** `series` gives uPlot's series, called again for each theme; `onCursor` gets the index under the pointer or null. */
    constructor({ height, series, onCursor }) {
        this.#height = height;
        this.#series = series;
        this.#onCursor = onCursor;
        this.element = element('div', { class: 'chart' }, this.#holder, this.#summary);
        this.#holder.style.height = `${height}px`;
        this.#observer = new ResizeObserver(() => this.#resize());
        this.#observer.observe(this.#holder);
        this.#forget = onThemeChange(() => this.#rebuild());
    }

    /** `data` is uPlot's: times in seconds, then a list of values for each series. */
    show(data, summary) {
        this.#data = data;
        this.#summary.textContent = summary;
        if (this.#plot?.series.length === data.length) this.#plot.setData(data);
        else this.#rebuild();
    }

    #rebuild() {
        this.#plot?.destroy();
        this.#plot = null;
        const width = this.#holder.clientWidth;
        if (!this.#data || width < 50) return;
        this.#plot = new uPlot(this.#options(width), this.#data, this.#holder);
    }

    close() {
        this.#observer.disconnect();
        this.#forget();
        this.#plot?.destroy();
    }

    #resize() {
        const width = this.#holder.clientWidth;
        if (!this.#plot) this.#rebuild();
        else if (width >= 50 && width !== this.#plot.width) this.#plot.setSize({ width, height: this.#height });
    }

    #options(width) {
        const axis = {
            stroke: colour('muted'),
            font: '11px system-ui, sans-serif',
            grid: { stroke: colour('grid'), width: 1 },
            ticks: { show: false },
        };
        return {
            width,
            height: this.#height,
            padding: [8, 20, 0, 0],
            // The grid is drawn over areas, which would hide it.
            drawOrder: ['series', 'axes'],
            legend: { show: false },
            cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
            scales: {
                x: { time: true, range: (_, from, to) => [Math.min(from, to - leastSpan), to] },
                y: { range: (_, __, most) => [0, Math.max(leastHeight, most * 1.04)] },
            },
            axes: [
                { ...axis, space: timeSpace, size: 24, gap: 4, grid: { show: false }, values: timeLabels },
                { ...axis, size: 44, gap: 6, space: 36, incrs: increments, values: (_, values) => values.map(compact) },
            ],
            series: [{}, ...this.#series()],
            hooks: { setCursor: [plot => this.#onCursor?.(plot.cursor.left >= 0 ? plot.cursor.idx : null)] },
        };
    }
}

/** Times without seconds are narrower; seconds are shown in spans of some minutes. */
const timeSpace = (_, __, from, to) => to - from > 240 ? 48 : 72;
const timeLabels = (_, times, __, ___, step) => times.map(time => clock(time * 1000).slice(0, step % 60 ? 8 : 5));
