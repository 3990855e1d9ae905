// Long enough to smooth a rate that is counted in whole tasks, short enough to follow a change.
const span = 15_000;

/** How many tasks per second end in each submission and at each worker, over the last seconds. */
export class Paces {
    #samples = new Map();

    follow(tick) {
        const before = this.#samples;
        this.#samples = new Map();
        const keep = (id, ended) => {
            const samples = (before.get(id) ?? []).filter(sample => sample.at > tick.at - span);
            samples.push({ at: tick.at, ended });
            this.#samples.set(id, samples);
        };
        for (const submission of tick.submissions) keep(submission.id, submission.done + submission.failed + submission.canceled);
        for (const worker of tick.workers) keep(worker.uid, worker.finished);
    }

    /** Tasks per second, or null before there are two ticks to compare. */
    of(id) {
        const samples = this.#samples.get(id);
        if (!samples || samples.length < 2) return null;
        const first = samples[0], last = samples.at(-1);
        return Math.max(0, (last.ended - first.ended) / (last.at - first.at) * 1000);
    }
}
