import { element, setAttribute, setHidden, setText } from './dom.js';
import { count, plural, rate } from './format.js';
import { keepQuery, workerPath } from './links.js';
import { barePanel, panel, searchBox, viewHead } from './panel.js';
import { linkColumn, numberColumn, Table, textColumn } from './table.js';

export const noWorkers = 'No worker is connected.';

export function workersView(cluster, query) {
    const filter = searchBox('Filter by name or resource', query.get('text'), () => {
        keepQuery({ text: filter.value });
        update();
    });
    const head = viewHead('Workers', filter);
    let running = new Map();
    const table = new Table({
        caption: 'Workers', key: worker => worker.uid, mark: 'worker', empty: noWorkers,
        columns: [
            linkColumn('Worker', worker => [worker.name, workerPath(worker.name), worker.address], 'main name'),
            reachColumn,
            slotsColumn,
            textColumn('Longest running', worker => functionsText(running.get(worker.name)), 'functions clipped'),
            numberColumn('Held', worker => count(worker.in_flight)),
            numberColumn('Ended', worker => count(worker.finished)),
            numberColumn('Per second', worker => paceText(cluster.paces.of(worker.uid))),
            textColumn('Resources', resourcesText, 'resources'),
            textColumn('Runtimes', worker => worker.runtimes.join(', '), 'runtimes'),
        ],
    });
    const launches = new Table({
        caption: 'Launches', key: launch => launch.uid, mark: 'launch', empty: 'No workers are on their way.',
        columns: [
            textColumn('Launch', launch => launch.uid, 'main'), textColumn('Launcher', launch => launch.launcher),
            textColumn('State', launch => launch.state), textColumn('Reason', launch => launch.reason || null, 'message'),
        ],
    });
    const launchesPanel = panel('Workers on their way', launches.element);

    function update() {
        const { tick } = cluster;
        const text = filter.value.trim().toLowerCase();
        running = countByWorker(tick.running);
        const shown = text ? tick.workers.filter(worker => searchable(worker).includes(text)) : tick.workers;
        table.show(shown, text ? 'No worker fits.' : noWorkers);
        launches.show(tick.launches);
        setHidden(launchesPanel.element, !tick.launches.length);
        const unreachable = tick.workers.filter(worker => !worker.reachable).length;
        setText(head.note, `${text ? `${count(shown.length)} of ` : ''}${plural(tick.worker_count, 'worker')}`
            + (tick.worker_count > tick.workers.length ? `, the first ${count(tick.workers.length)} are shown` : '')
            + (unreachable ? `, ${count(unreachable)} unreachable` : ''));
    }

    const view = element('div', { class: 'view' }, head.element, launchesPanel.element, barePanel(table.element));
    return { name: 'workers', title: 'Workers', element: view, update };
}

const paceText = pace => pace === null ? null : rate(pace);

export function resourcesText({ resources, in_use: inUse }) {
    if (!resources) return null;
    return inUse ? `${inUse} in use of ${resources}` : resources;
}

/** The functions of tasks and how many of each, most frequent first. */
function functionsText(counts) {
    return counts ? [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => n > 1 ? `${name} × ${count(n)}` : name).join(', ') : null;
}

export function slotsMeter() {
    const fill = element('span'), text = element('span', { class: 'value' });
    const node = element('span', { class: 'meter' }, element('span', { class: 'track', 'aria-hidden': 'true' }, fill), text);
    return {
        element: node,
        update({ running, slots }) {
            fill.style.width = `${slots ? Math.min(100, 100 * running / slots) : 0}%`;
            setText(text, `${count(running)} / ${count(slots)}`);
        },
    };
}

const slotsColumn = {
    title: 'Slots in use', className: 'slots',
    create: cell => {
        const meter = slotsMeter();
        cell.append(meter.element);
        return worker => meter.update(worker);
    },
};

const reachColumn = {
    title: 'State', className: 'reach',
    create: cell => {
        const pill = element('span', { class: 'pill' });
        cell.append(pill);
        return worker => {
            setAttribute(pill, 'data-state', worker.reachable ? 'running' : 'lost');
            setText(pill, worker.reachable ? 'Up' : 'Unreachable');
        };
    },
};

const searchable = worker => [worker.name, worker.uid, worker.address, worker.resources, ...worker.runtimes].join(' ').toLowerCase();

function countByWorker(tasks) {
    const workers = new Map();
    for (const task of tasks) {
        if (!workers.has(task.worker)) workers.set(task.worker, new Map());
        const counts = workers.get(task.worker);
        counts.set(task.function, (counts.get(task.function) ?? 0) + 1);
    }
    return workers;
}
