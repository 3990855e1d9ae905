import { get } from './api.js';
import { button, debounce, element, setHidden, setText } from './dom.js';
import { clock, count, duration, plural } from './format.js';
import { keepQuery, taskPath } from './links.js';
import { searchBox } from './panel.js';
import { stateChoice } from './states.js';
import { linkColumn, numberColumn, stateColumn, submissionColumn, Table, textColumn, timeColumn, workerColumn } from './table.js';

const page = 100, most = 2_000;
const refreshInterval = 3_000;

/**
 * A list of tasks that the master searches, with its filters. The first page is read again every few seconds; a list
 * that was continued, or searched by text, stays as it is until the reader asks again.
 */
export class Records {
    #submission;
    #cluster;
    #records = [];
    #next = null;
    #busy = null;
    #asked = 0;
    #table;
    #text;
    #state;
    #more = button('', '', () => this.#load(true));
    #note = element('p', { class: 'note' });

    /** `submission` gives the id of the submission to search in, or an empty text for all; `filters` are the controls that choose it. */
    constructor(cluster, query, submission, ...filters) {
        this.#cluster = cluster;
        this.#submission = submission;
        const later = debounce(300, () => this.search());
        this.#text = searchBox('Search uid, name or worker', query.get('text'), later);
        this.#state = stateChoice(query.get('state'));
        this.#state.addEventListener('change', () => this.search());
        this.#more.dataset.action = 'more';
        this.#table = new Table({
            caption: 'Tasks', key: record => record.uid, mark: 'task', empty: 'No task fits.',
            columns: [
                stateColumn(record => record.state),
                linkColumn('Task', record => [record.name || record.uid, taskPath(record.uid), record.uid], 'main'),
                // A list within one submission does not repeat its id.
                ...filters.length ? [submissionColumn(record => record.submission)] : [],
                numberColumn('Index', record => wholeText(record.index)),
                workerColumn,
                numberColumn('Attempt', record => wholeText(record.attempt)),
                numberColumn('Took', tookText),
                timeColumn('Ended', record => record.timestamps?.finished && Date.parse(record.timestamps.finished), () => cluster.now),
                textColumn('Error', record => record.error_kind ?? '', 'kind'),
            ],
        });
        this.element = element('div', { class: 'records' },
            element('div', { class: 'filters', role: 'search' }, this.#state, ...filters, this.#text, button('Refresh', '', () => this.search()), this.#note),
            this.#table.element, this.#more);
        this.#load(false);
    }

    search() {
        keepQuery({ state: this.#state.value, text: this.#text.value.trim(), submission: new URLSearchParams(location.hash.split('?')[1]).get('submission') });
        this.#load(false);
    }

    update() {
        const first = this.#records.length <= page && !this.#text.value.trim();
        if (first && !this.#busy && performance.now() - this.#asked > refreshInterval) this.#load(false);
    }

    close() {
        this.#busy?.abort();
    }

    async #load(further) {
        this.#busy?.abort();
        const request = this.#busy = new AbortController();
        this.#asked = performance.now();
        try {
            const { records, next } = await get('/api/v1/tasks', {
                state: this.#state.value, submission: this.#submission(), text: this.#text.value.trim(), limit: page,
                after: further ? this.#next : null,
            }, request.signal);
            this.#records = further ? [...this.#records, ...records].slice(0, most) : records;
            this.#next = this.#records.length < most ? next : null;
            this.#show();
        } catch (error) {
            if (error.name !== 'AbortError') setText(this.#note, error.message);
        } finally {
            if (this.#busy === request) this.#busy = null;
        }
    }

    #show() {
        this.#table.show(this.#records);
        const n = this.#records.length;
        setText(this.#note, `${n >= most ? 'The first ' : ''}${plural(n, 'task')}${this.#next ? ' so far' : ''}, as of ${clock(this.#cluster.now)}`);
        setHidden(this.#more, !this.#next);
        setText(this.#more, n ? 'Search on' : 'Nothing found so far: search on');
    }
}

const wholeText = n => n === null || n === undefined ? null : count(n);

function tookText({ timestamps }) {
    if (!timestamps?.started || !timestamps.finished) return null;
    return duration(Date.parse(timestamps.finished) - Date.parse(timestamps.started));
}
