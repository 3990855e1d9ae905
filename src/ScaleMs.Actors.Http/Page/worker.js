import { element, setAttribute, setHidden, setText } from './dom.js';
import { count, duration, plural, rate, roughDuration } from './format.js';
import { link, taskPath } from './links.js';
import { panel, viewHead } from './panel.js';
import { linkColumn, numberColumn, stateColumn, Table, textColumn, timeColumn } from './table.js';
import { resourcesText, slotsMeter } from './workers.js';

const latest = 50;

export function workerView(cluster, id) {
    const streamLink = link('Task stream', `#/stream?worker=${encodeURIComponent(id)}`, 'button');
    const tasksLink = link('Its tasks', `#/tasks?text=${encodeURIComponent(id)}`, 'button');
    const head = viewHead(id, streamLink, tasksLink);
    const pill = element('span', { class: 'pill' });
    head.heading.append(' ', pill);
    const gone = element('p', { class: 'notice' }, 'This worker is not connected now.');
    const meter = slotsMeter();
    const fields = {};
    const facts = element('dl', { class: 'properties' });
    for (const title of ['Slots in use', 'Held', 'Ended', 'Resources', 'Runtimes', 'Address', 'Uid']) {
        fields[title] = element('dd');
        facts.append(element('div', {}, element('dt', {}, title), fields[title]));
    }
    fields['Slots in use'].append(meter.element);
    const running = new Table({
        caption: 'Tasks that run on this worker', key: task => task.uid, mark: 'task', empty: 'None of the longest running tasks is here.',
        columns: [
            linkColumn('Task', task => [task.name || task.uid, taskPath(task.uid), task.uid], 'main'),
            textColumn('Function', task => task.function),
            numberColumn('Attempt', task => count(task.attempt)),
            timeColumn('Begun', task => task.started_at, () => cluster.now),
            numberColumn('Runs for', task => roughDuration(cluster.now - task.started_at)),
        ],
    });
    const runs = new Table({
        caption: 'Tasks that ended on this worker', key: run => `${run.uid} ${run.start}`, mark: 'run', empty: 'No task has ended here lately.',
        columns: [
            stateColumn(run => run.state),
            linkColumn('Task', run => [run.uid, taskPath(run.uid)], 'main'),
            textColumn('Function', run => run.function),
            numberColumn('Slot', run => run.slots > 1 ? `${run.lane + 1} to ${run.lane + run.slots}` : count(run.lane + 1)),
            numberColumn('Took', run => duration(run.end - run.start)),
            timeColumn('Ended', run => run.end, () => cluster.now),
        ],
    });
    return {
        name: 'worker',
        title: id,
        element: element('div', { class: 'view', 'data-worker': id }, head.element, gone, panel('Worker', facts).element,
            panel('Longest running tasks', running.element).element, panel('Latest ended tasks', runs.element).element),
        update() {
            const worker = cluster.worker(id);
            const name = worker?.name ?? id;
            setHidden(gone, Boolean(worker));
            setHidden(facts.parentNode, !worker);
            setHidden(pill, !worker);
            running.show(cluster.tick.running.filter(task => task.worker === name));
            runs.show(cluster.runs.latest(name, latest));
            if (!worker) return;
            setAttribute(pill, 'data-state', worker.reachable ? 'running' : 'lost');
            setText(pill, worker.reachable ? 'Up' : 'Unreachable');
            meter.update(worker);
            const pace = cluster.paces.of(worker.uid);
            setText(fields.Held, plural(worker.in_flight, 'task'));
            setText(fields.Ended, plural(worker.finished, 'task') + (pace === null ? '' : `, ${rate(pace)} per second`));
            setText(fields.Resources, resourcesText(worker) ?? 'none declared');
            setText(fields.Runtimes, worker.runtimes.join(', '));
            setText(fields.Address, worker.address);
            setText(fields.Uid, worker.uid);
        },
    };
}
