import { access, get } from './api.js';

// The master sends an event each second; a connection that is silent for this long is broken without an error.
const silenceLimit = 10_000;
const firstDelay = 1_000, longestDelay = 15_000;

/** The stream of events, which connects again by itself until the access has expired. */
export class Feed {
    #source = null;
    #silence = 0;
    #retry = 0;
    #delay = firstDelay;
    #on;

    /** `on` has the handlers `history`, `tick`, `lost` and `expired`. */
    constructor(on) {
        this.#on = on;
        access.addEventListener('expired', () => {
            this.#close();
            on.expired();
        });
    }

    connect() {
        this.#close();
        this.#source = new EventSource('/api/v1/events');
        this.#source.addEventListener('history', event => {
            this.#delay = firstDelay;
            this.#on.history(JSON.parse(event.data));
            this.#listen();
        });
        this.#source.addEventListener('tick', event => {
            this.#on.tick(JSON.parse(event.data));
            this.#listen();
        });
        this.#source.addEventListener('error', () => this.#lose());
        this.#listen();
    }

    #listen() {
        clearTimeout(this.#silence);
        this.#silence = setTimeout(() => this.#lose(), silenceLimit);
    }

    async #lose() {
        this.#close();
        this.#on.lost();
        this.#retry = setTimeout(() => this.connect(), this.#delay);
        this.#delay = Math.min(this.#delay * 2, longestDelay);
        // An EventSource hides the status of a refusal; this request finds out whether it was 401.
        await get('/api/v1/tasks', { limit: 1 }).catch(() => {});
    }

    #close() {
        clearTimeout(this.#silence);
        clearTimeout(this.#retry);
        this.#source?.close();
        this.#source = null;
    }
}
