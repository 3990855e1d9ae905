/** Repeats an action, the next time only after it has ended, and not while the tab is hidden. */
export class Poll {
    #timer = 0;
    #ended = false;

    /** `action` is asynchronous and says whether it is to be repeated. */
    constructor(interval, action) {
        const next = async () => {
            if (document.hidden || await action()) this.#wait(interval, next);
        };
        next();
    }

    stop() {
        this.#ended = true;
        clearTimeout(this.#timer);
    }

    #wait(interval, next) {
        if (!this.#ended) this.#timer = setTimeout(next, interval);
    }
}
