import { element, setAttribute, setHidden, setText } from './dom.js';
import { clock, compact, count, roughDuration } from './format.js';
import { icon } from './icons.js';
import { themeSwitch } from './themes.js';

const tabs = [
    ['overview', 'Overview', '#/'],
    ['workers', 'Workers', '#/workers'],
    ['stream', 'Stream', '#/stream'],
    ['submissions', 'Submissions', '#/submissions'],
    ['failures', 'Failures', '#/failures'],
    ['tasks', 'Tasks', '#/tasks'],
];

/** The master's name and state, the navigation, and the bar that says that the connection is lost. */
export class Header {
    #cluster;
    #tabs = new Map();
    #unreachable = 0;
    #said = 'connecting';

    constructor(cluster) {
        this.#cluster = cluster;
        for (const [id, title, href] of tabs) {
            const badge = element('span', { class: 'badge', 'data-badge': id });
            const anchor = element('a', { href, 'data-tab': id }, icon(id), element('span', { class: 'title' }, title), badge);
            document.getElementById('tabs').append(element('li', {}, anchor));
            this.#tabs.set(id, { anchor, badge });
        }
        themeSwitch(document.getElementById('theme'));
    }

    select(id) {
        for (const [name, { anchor }] of this.#tabs) setAttribute(anchor, 'aria-current', name === id ? 'page' : null);
    }

    update() {
        const { tick, connected } = this.#cluster;
        const state = !connected ? 'lost' : tick.stopping ? 'stopping' : 'running';
        const pill = document.getElementById('master-state');
        pill.dataset.state = state;
        setText(pill, { lost: 'Connection lost', stopping: 'Stopping', running: 'Running' }[state]);
        setText(document.getElementById('master-name'), tick.master);
        const uptime = document.getElementById('uptime');
        setText(uptime, `Up ${roughDuration(this.#cluster.now - tick.started)}`);
        setAttribute(uptime, 'title', `Version ${tick.version}, since ${new Date(tick.started).toISOString()}`);
        this.#badge('workers', tick.worker_count);
        this.#badge('submissions', tick.submissions.filter(submission => submission.last_at === null).length);
        this.#badge('failures', tick.states.FAILED);
        const bar = document.getElementById('connection');
        setHidden(bar, connected);
        if (!connected) setText(bar, `Connection lost, trying again. The page shows the state of ${clock(tick.at)}.`);
        document.body.dataset.connection = connected ? 'open' : 'lost';
        this.#announce(state, tick);
    }

    #badge(id, n) {
        const { badge } = this.#tabs.get(id);
        setText(badge, n ? compact(n) : '');
        setAttribute(badge, 'title', n ? count(n) : null);
    }

    /** Only what a reader must know at once; numbers change each second and are not announced. */
    #announce(state, tick) {
        const unreachable = tick.workers.filter(worker => !worker.reachable).length;
        if (state !== this.#said) {
            const back = this.#said === 'lost' ? 'The connection is back.' : '';
            say({ lost: 'Connection lost, trying again.', stopping: 'The master is stopping.', running: back }[state]);
        } else if (unreachable > this.#unreachable) {
            say(`${unreachable} of ${tick.worker_count} workers cannot be reached.`);
        }
        this.#said = state;
        this.#unreachable = unreachable;
    }
}

const say = text => setText(document.getElementById('announcement'), text);
