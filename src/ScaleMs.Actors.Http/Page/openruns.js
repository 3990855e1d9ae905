/**
 * Tasks that run now, each in a lane. The master names their worker but not their lane, so each gets one that is free
 * and keeps it until it ends; its run then comes with the true one.
 */
export class OpenRuns {
    #lanes = new Map();
    #workers = new Map();

    follow(tick, log) {
        const slots = new Map(tick.workers.map(worker => [worker.name, worker.slots]));
        const before = this.#lanes;
        this.#lanes = new Map();
        this.#workers = new Map();
        const homeless = [];
        for (const task of tick.running) {
            const lane = task.lane ?? before.get(task.uid);
            if (lane === undefined || !this.#take(task, lane, log)) homeless.push(task);
        }
        for (const task of homeless) {
            const lane = this.#freeLane(task, slots.get(task.worker) ?? 0, log);
            if (lane >= 0) this.#take(task, lane, log);
        }
    }

    lane(worker, lane) {
        return this.#workers.get(worker)?.get(lane) ?? null;
    }

    #take(task, lane, log) {
        let lanes = this.#workers.get(task.worker);
        if (!lanes) this.#workers.set(task.worker, lanes = new Map());
        if (lanes.has(lane) || lastEnd(log, task.worker, lane) > task.started_at + tolerance) return false;
        lanes.set(lane, { ...task, lane, slots: 1, start: task.started_at, end: null, state: 'EXECUTING' });
        this.#lanes.set(task.uid, lane);
        return true;
    }

    /** The free lane whose last run ended just before this one began: most likely its own. */
    #freeLane(task, slots, log) {
        let best = -1, bestEnd = -1;
        for (let lane = 0; lane < slots; lane++) {
            if (this.lane(task.worker, lane)) continue;
            const end = lastEnd(log, task.worker, lane);
            if (end <= task.started_at + tolerance && end > bestEnd) [best, bestEnd] = [lane, end];
        }
        return best;
    }
}

// Starts and ends are measured apart from each other, in milliseconds.
const tolerance = 50;
const lastEnd = (log, worker, lane) => log.lane(worker, lane).at(-1)?.end ?? 0;
