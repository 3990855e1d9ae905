import { Cluster } from './cluster.js';
import { element, setHidden, setText } from './dom.js';
import { failuresView } from './failures.js';
import { Feed } from './feed.js';
import { Frame } from './frame.js';
import { graphView } from './graph.js';
import { Header } from './header.js';
import { parseRoute } from './links.js';
import { overviewView } from './overview.js';
import { streamView } from './stream.js';
import { submissionView } from './submission.js';
import { submissionsView } from './submissions.js';
import { taskView } from './task.js';
import { tasksView } from './tasks.js';
import { workerView } from './worker.js';
import { workersView } from './workers.js';

const cluster = new Cluster();
const header = new Header(cluster);
const main = document.getElementById('main');
const placeholder = document.getElementById('placeholder');
const scrolls = new Map();
let view = null, entry = 0;

const frame = new Frame(() => {
    if (!cluster.tick) return;
    header.update();
    view?.update();
});

const feed = new Feed({
    history: history => {
        const first = !cluster.tick;
        cluster.replace(history);
        if (first || !view) open(false);
        frame.request();
    },
    tick: tick => {
        cluster.advance(tick);
        frame.request();
    },
    lost: () => {
        cluster.connected = false;
        if (cluster.tick) frame.request();
        else setText(placeholder, 'The master does not answer, trying again');
    },
    expired: expire,
});

/** Each view is a function of the cluster and its route that returns `{ name, title, element, update, close }`. */
function create({ parts, query }) {
    const [name, id, part] = parts;
    if (name === 'workers') return id ? workerView(cluster, id) : workersView(cluster, query);
    if (name === 'stream') return streamView(cluster, query);
    if (name === 'submissions') return !id ? submissionsView(cluster) : part === 'graph' ? graphView(cluster, id) : submissionView(cluster, id, query);
    if (name === 'failures') return failuresView(cluster, query);
    if (name === 'tasks') return id ? taskView(cluster, id) : tasksView(cluster, query);
    return overviewView(cluster);
}

function open(byReader) {
    view?.close?.();
    const route = parseRoute(location.hash);
    view = create(route);
    header.select(route.parts[0] ?? 'overview');
    document.title = `${view.title} · ${cluster.tick.master}`;
    const heading = view.element.querySelector('h1');
    heading.tabIndex = -1;
    view.element.dataset.view = view.name;
    main.removeAttribute('aria-busy');
    main.replaceChildren(view.element);
    header.update();
    view.update();
    if (byReader) heading.focus({ preventScroll: true });
    restoreScroll();
}

/** Entries of the history are numbered: one that has a number already was visited, and its scroll position is known. */
function restoreScroll() {
    const known = history.state?.entry;
    entry = known ?? scrolls.size + 1;
    if (known === undefined) history.replaceState({ entry }, '');
    scrollTo(0, known === undefined ? 0 : scrolls.get(known) ?? 0);
}

function expire() {
    view?.close?.();
    view = null;
    document.body.dataset.connection = 'expired';
    setHidden(document.getElementById('connection'), true);
    const state = document.getElementById('master-state');
    state.dataset.state = 'lost';
    setText(state, 'No access');
    const retry = element('button', { type: 'button' }, 'Try again');
    retry.addEventListener('click', () => feed.connect());
    main.replaceChildren(element('section', { class: 'placeholder', 'data-view': 'expired', role: 'alert' },
        element('h1', {}, 'This page’s access has expired'),
        element('p', {}, 'Open the address that the master printed.'), retry));
}

history.scrollRestoration = 'manual';
addEventListener('scroll', () => scrolls.set(entry, scrollY), { passive: true });
addEventListener('hashchange', () => cluster.tick && document.body.dataset.connection !== 'expired' && open(true));
document.getElementById('skip').addEventListener('click', event => {
    event.preventDefault();
    main.focus();
});
feed.connect();
