const limit = 20_000;

/** Runs that have ended, by worker and lane, the oldest dropped first. */
export class RunLog {
    #workers = new Map();
    #order = [];
    functions = new Map();

    add(runs) {
        for (const run of runs) this.#append(run);
        const excess = this.#order.length - limit;
        if (excess > 0) for (const run of this.#order.splice(0, excess)) this.#drop(run);
    }

    /** The runs of a lane in the order of their ends; a run of several slots is in each of its lanes. */
    lane(worker, lane) {
        return this.#workers.get(worker)?.[lane] ?? [];
    }

    laneCount(worker) {
        return this.#workers.get(worker)?.length ?? 0;
    }

    latest(worker, most) {
        const runs = new Set((this.#workers.get(worker) ?? []).flatMap(lane => lane?.slice(-most) ?? []));
        return [...runs].sort((a, b) => b.end - a.end).slice(0, most);
    }

    get size() {
        return this.#order.length;
    }

    #append(run) {
        let lanes = this.#workers.get(run.worker);
        if (!lanes) this.#workers.set(run.worker, lanes = []);
        const last = lanes[run.lane]?.at(-1);
        if (last && last.uid === run.uid && last.start === run.start) return;
        for (let lane = run.lane; lane < run.lane + run.slots; lane++) (lanes[lane] ??= []).push(run);
        this.#order.push(run);
        this.functions.set(run.function, (this.functions.get(run.function) ?? 0) + 1);
    }

    #drop(run) {
        const lanes = this.#workers.get(run.worker);
        for (let lane = run.lane; lane < run.lane + run.slots; lane++) {
            const at = lanes[lane].indexOf(run);
            lanes[lane].splice(at, 1);
        }
        if (lanes.every(lane => !lane?.length)) this.#workers.delete(run.worker);
        const left = this.functions.get(run.function) - 1;
        if (left) this.functions.set(run.function, left);
        else this.functions.delete(run.function);
    }
}
