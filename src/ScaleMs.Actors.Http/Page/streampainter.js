import { clock, count } from './format.js';
import { colour, functionColour } from './palette.js';

const axisHeight = 22;

/** Draws the visible rows of the task stream. */
export class StreamPainter {
    #canvas;
    #context;
    #hatch = null;
    #ratio = 1;
    width = 0;
    height = 0;
    gutter = 120;

    constructor(canvas) {
        this.#canvas = canvas;
        this.#context = canvas.getContext('2d');
    }

    static get axisHeight() {
        return axisHeight;
    }

    resize(width, height) {
        this.#ratio = devicePixelRatio || 1;
        this.width = width;
        this.height = height;
        this.gutter = width < 600 ? 88 : 120;
        this.#canvas.width = Math.round(width * this.#ratio);
        this.#canvas.height = Math.round(height * this.#ratio);
        this.#canvas.style.width = `${width}px`;
        this.#canvas.style.height = `${height}px`;
        this.#hatch = null;
    }

    /** A change of the theme makes the pattern of failures anew. */
    forgetColours() {
        this.#hatch = null;
    }

    x(at, { from, to }) {
        return this.gutter + (at - from) / (to - from) * (this.width - this.gutter);
    }

    time(x, { from, to }) {
        return from + (x - this.gutter) / (this.width - this.gutter) * (to - from);
    }

    /** `scene` has the rows, the runs by lane, the span of time, the scroll offset, and which function or run stands out. */
    draw(scene) {
        const { rows, scroll, span } = scene;
        const context = this.#context;
        context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
        context.fillStyle = colour('surface');
        context.fillRect(0, 0, this.width, this.height);
        const places = rows.between(scroll, scroll + this.height - axisHeight);
        context.fillStyle = colour('raised');
        for (const { top, height } of places) context.fillRect(this.gutter, axisHeight + top - scroll, this.width - this.gutter, height);
        const marks = this.#timeMarks(span);
        for (const place of places) this.#worker(scene, place);
        context.fillStyle = colour('surface');
        context.fillRect(0, 0, this.width, axisHeight);
        context.fillStyle = colour('muted');
        context.font = '11px system-ui, sans-serif';
        context.textBaseline = 'middle';
        context.textAlign = 'center';
        for (const [x, text] of marks) if (x > this.gutter + 24 && x < this.width - 24) context.fillText(text, x, axisHeight / 2);
        context.fillStyle = colour('line');
        context.fillRect(0, axisHeight - 1, this.width, 1);
        if (scene.chosen) this.#outline(scene);
    }

    #worker(scene, { worker, top, slots, height }) {
        const { rows, scroll } = scene;
        const y = axisHeight + top - scroll;
        const first = Math.max(0, Math.floor((axisHeight - y) / rows.row));
        const last = Math.min(slots - 1, Math.ceil((this.height - y) / rows.row));
        for (let lane = first; lane <= last; lane++) this.#lane(scene, worker.name, lane, y + lane * rows.row, lane < slots - 1);
        this.#name(worker, y, height);
    }

    #name(worker, y, height) {
        const context = this.#context;
        // The name stays in view while any row of its worker is.
        const line = Math.min(Math.max(y, axisHeight + 2), y + height - 14) + 7;
        context.save();
        context.beginPath();
        context.rect(0, axisHeight, this.gutter - 6, this.height);
        context.clip();
        context.textAlign = 'left';
        context.textBaseline = 'middle';
        context.font = '11px system-ui, sans-serif';
        context.fillStyle = worker.reachable ? colour('text') : colour('danger');
        context.fillText(this.#fitted(worker.reachable ? worker.name : `✕ ${worker.name}`), 10, line);
        if (y + height - line > 20) {
            context.fillStyle = colour('muted');
            context.fillText(worker.reachable ? `${count(worker.running)} / ${count(worker.slots)}` : 'unreachable', 10, line + 14);
        }
        context.restore();
    }

    #fitted(text) {
        const room = this.gutter - 18;
        if (this.#context.measureText(text).width <= room) return text;
        let length = text.length - 1;
        while (length > 1 && this.#context.measureText(`${text.slice(0, length)}…`).width > room) length--;
        return `${text.slice(0, length)}…`;
    }

    #lane({ log, open, span, dimmed, rows }, name, lane, y, joined) {
        const height = rows.row - 1;
        let painted = -1;
        for (const run of log.lane(name, lane)) {
            if (run.end < span.from || run.start > span.to) continue;
            const from = Math.max(this.gutter, this.x(run.start, span)), to = this.x(Math.min(run.end, span.to), span);
            // Runs too short to see, in a pixel that is painted already, add nothing unless they failed.
            if (to - painted < 0.5 && run.state === 'DONE') continue;
            painted = to;
            const continues = joined && lane < run.lane + run.slots - 1;
            this.#run(run, from, y, Math.max(1, to - from - (to - from > 3 ? 1 : 0)), continues ? height + 1 : height, dimmed);
        }
        const task = open.lane(name, lane);
        if (task && task.start < span.to) this.#open(task, Math.max(this.gutter, this.x(task.start, span)), y, height, dimmed);
    }

    #run(run, x, y, width, height, dimmed) {
        const context = this.#context;
        context.globalAlpha = dimmed && dimmed !== run.function ? 0.15 : run.state === 'CANCELED' ? 0.45 : 1;
        context.fillStyle = functionColour(run.function);
        context.fillRect(x, y, width, height);
        if (run.state === 'FAILED') this.#failure(x, y, width, height);
        else if (run.state === 'CANCELED' && width > 4) {
            context.fillStyle = colour('text');
            context.fillRect(x, y + height / 2 - 0.5, width, 1);
        }
        context.globalAlpha = 1;
    }

    #failure(x, y, width, height) {
        const context = this.#context;
        context.fillStyle = this.#hatch ??= this.#createHatch();
        context.fillRect(x, y, width, height);
        const size = Math.min(7, height - 1) / 2, centre = Math.max(x + width - size - 2, x + width / 2);
        context.fillStyle = colour('surface');
        context.fillRect(centre - size - 1.5, y, 2 * size + 3, height);
        context.strokeStyle = colour('failed');
        context.lineWidth = 2;
        context.beginPath();
        for (const side of [-1, 1]) {
            context.moveTo(centre - size, y + height / 2 - side * size);
            context.lineTo(centre + size, y + height / 2 + side * size);
        }
        context.stroke();
    }

    /** A task that runs has no end yet: its bar fades out to the right. */
    #open(task, x, y, height, dimmed) {
        const context = this.#context, end = this.width;
        if (x >= end) return;
        const fade = context.createLinearGradient(Math.max(x, end - 24), 0, end, 0);
        fade.addColorStop(0, functionColour(task.function));
        fade.addColorStop(1, colour('raised'));
        context.globalAlpha = dimmed && dimmed !== task.function ? 0.15 : 1;
        context.fillStyle = fade;
        context.fillRect(x, y, end - x, height);
        context.globalAlpha = 1;
    }

    #outline({ chosen: { run, y }, rows, span, scroll }) {
        const context = this.#context;
        const from = Math.max(this.gutter, this.x(run.start, span)), to = run.end === null ? this.width : this.x(run.end, span);
        context.strokeStyle = colour('text');
        context.lineWidth = 2;
        context.strokeRect(from - 1, axisHeight + y - scroll - 1, Math.max(3, to - from + 1), rows.row * run.slots + 1);
    }

    #createHatch() {
        const tile = document.createElement('canvas');
        tile.width = tile.height = 6;
        const context = tile.getContext('2d');
        context.strokeStyle = colour('failed');
        context.lineWidth = 2;
        context.beginPath();
        for (const shift of [-6, 0, 6]) {
            context.moveTo(shift, 6);
            context.lineTo(shift + 6, 0);
        }
        context.stroke();
        return this.#context.createPattern(tile, 'repeat');
    }

    #timeMarks(span) {
        const context = this.#context, marks = [];
        const step = [5, 10, 15, 30, 60, 120, 300].map(seconds => seconds * 1000)
            .find(ms => this.x(span.from + ms, span) - this.gutter >= 80) ?? 300_000;
        context.fillStyle = colour('line');
        for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step) {
            const x = this.x(at, span);
            context.fillRect(Math.round(x), axisHeight, 1, this.height);
            marks.push([x, clock(at)]);
        }
        return marks;
    }
}
