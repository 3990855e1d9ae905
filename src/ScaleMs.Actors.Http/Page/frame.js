/** Runs an action at most once per animation frame. A hidden tab has no frames, so nothing is drawn there. */
export class Frame {
    #action;
    #request = 0;

    constructor(action) {
        this.#action = action;
    }

    request() {
        if (this.#request) return;
        this.#request = requestAnimationFrame(() => {
            this.#request = 0;
            this.#action();
        });
    }

    cancel() {
        cancelAnimationFrame(this.#request);
        this.#request = 0;
    }
}
