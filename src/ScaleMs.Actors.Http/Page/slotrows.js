const gap = 8;
const lowest = 9, highest = 20;

/** Where each worker's slots are: one row for each slot, workers below each other in the order of their names. */
export class SlotRows {
    workers = [];
    height = 0;
    row = lowest;

    /** `room` is the height that rows may grow into when they are few. */
    arrange(workers, log, room) {
        const slots = workers.map(worker => Math.max(1, worker.slots, log.laneCount(worker.name)));
        const total = slots.reduce((sum, n) => sum + n, 0);
        this.row = Math.max(lowest, Math.min(highest, Math.floor((room - gap * workers.length) / Math.max(1, total))));
        let top = gap / 2;
        this.workers = workers.map((worker, i) => {
            // A worker with one slot still needs the height of its name.
            const height = Math.max(slots[i] * this.row, 14);
            const place = { worker, top, slots: slots[i], height };
            top += height + gap;
            return place;
        }).sort((a, b) => a.top - b.top);
        this.height = top;
    }

    /** The workers between two heights. */
    between(from, to) {
        return this.workers.filter(({ top, height }) => top + height >= from && top <= to);
    }

    at(y) {
        const place = this.workers.find(({ top, height }) => y >= top && y < top + height);
        if (!place) return null;
        return { place, lane: Math.min(place.slots - 1, Math.floor((y - place.top) / this.row)) };
    }
}

const names = new Intl.Collator('en', { numeric: true });
export const byName = (a, b) => names.compare(a.name, b.name);
