import { OpenRuns } from './openruns.js';
import { Paces } from './paces.js';
import { RunLog } from './runlog.js';

const pointLimit = 900, failureLimit = 500;

/** What the page knows about the master: its latest tick, and a bounded past. */
export class Cluster {
    tick = null;
    points = [];
    failures = [];
    runs = new RunLog();
    open = new OpenRuns();
    paces = new Paces();
    connected = false;
    #received = 0;

    replace({ points, runs, failures, tick }) {
        this.points = points.slice(-pointLimit);
        this.failures = [];
        this.runs = new RunLog();
        this.open = new OpenRuns();
        this.paces = new Paces();
        this.runs.add(runs);
        this.#addFailures(failures);
        this.advance(tick);
    }

    advance(tick) {
        this.tick = tick;
        this.connected = true;
        this.#received = performance.now();
        if (!this.points.length || this.points.at(-1).at < tick.at) {
            this.points.push({ at: tick.at, states: tick.states, rate: tick.rate });
            if (this.points.length > pointLimit) this.points.shift();
        }
        this.runs.add(tick.runs);
        this.open.follow(tick, this.runs);
        this.paces.follow(tick);
        this.#addFailures(tick.failures);
    }

    /** The master's time, continued since its last tick, for at most two seconds while ticks are missing. */
    get now() {
        return this.tick.at + Math.min(performance.now() - this.#received, 2000);
    }

    worker(name) {
        return this.tick.workers.find(worker => worker.name === name || worker.uid === name);
    }

    submission(id) {
        return this.tick.submissions.find(submission => submission.id === id);
    }

    /** Newest first, each once: a history's last failures may come again with its tick. */
    #addFailures(failures) {
        if (!failures.length) return;
        const known = new Map(this.failures.map(failure => [failureKey(failure), failure]));
        for (const failure of failures) known.set(failureKey(failure), failure);
        this.failures = [...known.values()].sort((a, b) => b.at - a.at).slice(0, failureLimit);
    }
}

export const failureKey = failure => `${failure.uid} ${failure.at}`;
