import { StreamPainter } from './streampainter.js';

/** Which run the pointer is over, or the keyboard has chosen. */
export class StreamCursor {
    #of;
    #pointer = null;
    #chosen = null;
    #tapped = null;

    /** `of` has the scroller, painter, rows, cluster and span, and the actions `pause`, `toggle`, `open`, `changed` and `say`. */
    constructor(of) {
        this.#of = of;
        const { scroller } = of;
        scroller.addEventListener('pointermove', event => this.#point(event));
        scroller.addEventListener('pointerleave', () => this.#leave());
        scroller.addEventListener('click', event => {
            this.#point(event);
            const found = this.current(of.span());
            if (!found) return;
            // There is no hovering by touch: the first tap describes a run, the second opens it.
            if (event.pointerType !== 'touch' || this.#tapped === found.run.uid) of.open(found.run);
            this.#tapped = found.run.uid;
        });
        scroller.addEventListener('keydown', event => this.#key(event));
        scroller.addEventListener('blur', () => {
            this.#chosen = null;
            of.changed();
        });
    }

    /** The run with its row's height and the place for its description, or null. */
    current(span) {
        return this.#pointer ? this.#under(this.#pointer, span) : this.#chosenPlace(span);
    }

    #under({ x, y }, span) {
        const { painter, rows, scroller } = this.#of;
        if (x < painter.gutter || y < StreamPainter.axisHeight) return null;
        const row = rows.at(y - StreamPainter.axisHeight + scroller.scrollTop);
        if (!row) return null;
        const at = painter.time(x, span), slack = painter.time(x + 2, span) - at;
        const run = this.#runs(row.place.worker.name, row.lane).find(one => one.start - slack <= at && (one.end ?? Infinity) + slack >= at);
        return run ? { run, y: row.place.top + run.lane * rows.row, x, pointerY: y } : null;
    }

    #chosenPlace(span) {
        if (!this.#chosen) return null;
        const { painter, rows, scroller } = this.#of;
        const place = rows.workers.find(({ worker }) => worker.name === this.#chosen.worker);
        if (!place) return null;
        const y = place.top + this.#chosen.lane * rows.row;
        const x = Math.max(painter.gutter, painter.x(this.#chosen.start, span));
        return { run: this.#chosen, y, x, pointerY: y - scroller.scrollTop + StreamPainter.axisHeight };
    }

    #runs(worker, lane) {
        const { cluster } = this.#of;
        const open = cluster.open.lane(worker, lane);
        return open ? [...cluster.runs.lane(worker, lane), open] : cluster.runs.lane(worker, lane);
    }

    #point({ clientX, clientY }) {
        const { left, top } = this.#of.scroller.getBoundingClientRect();
        this.#pointer = { x: clientX - left, y: clientY - top };
        this.#of.scroller.classList.toggle('over', Boolean(this.current(this.#of.span())));
        this.#of.changed();
    }

    #leave() {
        this.#pointer = null;
        this.#of.changed();
    }

    #key(event) {
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        if (event.key === ' ') this.#of.toggle();
        else if (event.key === 'Enter' && this.#chosen) this.#of.open(this.#chosen);
        else if (event.key === 'Escape' && this.#chosen) this.#chosen = null;
        else if (moves[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) this.#move(...moves[event.key]);
        else return;
        event.preventDefault();
        this.#of.changed();
    }

    #move(along, down) {
        const { rows, span, say, pause } = this.#of;
        pause();
        this.#pointer = null;
        const lanes = rows.workers.flatMap(({ worker, slots }) => Array.from({ length: slots }, (_, lane) => [worker.name, lane]));
        const time = span(), shown = ([worker, lane]) => this.#runs(worker, lane).filter(run => run.start <= time.to && (run.end ?? Infinity) >= time.from);
        if (!this.#chosen) {
            this.#chosen = lanes.map(shown).find(runs => runs.length)?.at(-1) ?? null;
        } else {
            let at = lanes.findIndex(([worker, lane]) => worker === this.#chosen.worker && lane === this.#chosen.lane);
            if (along) {
                const runs = shown(lanes[at] ?? []);
                this.#chosen = runs[runs.findIndex(run => run.uid === this.#chosen.uid) + along] ?? this.#chosen;
            } else {
                let runs = [];
                while (!runs.length && lanes[at += down]) runs = shown(lanes[at]).filter(run => run.uid !== this.#chosen.uid);
                const middle = this.#chosen.start;
                if (runs.length) this.#chosen = runs.reduce((best, run) => Math.abs(run.start - middle) < Math.abs(best.start - middle) ? run : best);
            }
        }
        if (!this.#chosen) return;
        this.#reveal();
        say(this.#chosen);
    }

    #reveal() {
        const { rows, scroller, painter } = this.#of;
        const place = rows.workers.find(({ worker }) => worker.name === this.#chosen.worker);
        if (!place) return;
        const y = place.top + this.#chosen.lane * rows.row, room = painter.height - StreamPainter.axisHeight;
        if (y < scroller.scrollTop) scroller.scrollTop = y - 8;
        else if (y + rows.row > scroller.scrollTop + room) scroller.scrollTop = y + rows.row + 8 - room;
    }
}
