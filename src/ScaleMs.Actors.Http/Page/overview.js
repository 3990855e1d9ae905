import { failureKey } from './cluster.js';
import { element, setText } from './dom.js';
import { count, plural } from './format.js';
import { link, taskPath } from './links.js';
import { numbers } from './numbers.js';
import { panel, viewHead } from './panel.js';
import { rateChart } from './ratechart.js';
import { statesChart } from './stateschart.js';
import { leftText, progressColumn } from './submissions.js';
import { errorKindColumn, errorMessageColumn, linkColumn, numberColumn, submissionColumn, Table, timeColumn } from './table.js';
import { workerMap } from './workermap.js';

const rows = 8;

export function overviewView(cluster) {
    const head = viewHead('Overview');
    const figures = numbers();
    const states = statesChart(cluster), rates = rateChart(cluster);
    const submissions = new Table({
        caption: 'Latest submissions', key: submission => submission.id, mark: 'submission', empty: 'Nothing has been submitted yet.',
        columns: [
            submissionColumn(submission => submission.id, 'main mono'),
            progressColumn(),
            numberColumn('Tasks', submission => count(submission.tasks)),
            numberColumn('Time left', submission => submission.last_at !== null ? 'ended' : leftText(submission)),
        ],
    });
    const failures = new Table({
        caption: 'Latest failures', key: failureKey, mark: 'failure', empty: 'No task has failed.',
        columns: [
            linkColumn('Task', failure => [failure.name || failure.function, taskPath(failure.uid), failure.uid], 'main task'),
            errorKindColumn,
            errorMessageColumn('message clipped'),
            timeColumn('Time', failure => failure.at, () => cluster.now),
        ],
    });
    const map = workerMap();
    const facts = element('p', { class: 'facts', 'data-text': 'facts' });
    const submissionsPanel = panel('Submissions', submissions.element, link('All submissions', '#/submissions', 'more'));
    const failuresPanel = panel('Latest failures', failures.element, link('All failures', '#/failures', 'more'));
    const workersPanel = panel('Slots in use', map.element, link('All workers', '#/workers', 'more'));
    return {
        name: 'overview',
        title: 'Overview',
        element: element('div', { class: 'view' }, head.element, figures.element,
            element('div', { class: 'columns wide-left' }, states.element, rates.element),
            element('div', { class: 'columns even' }, submissionsPanel.element, failuresPanel.element),
            workersPanel.element, facts),
        update() {
            const { tick } = cluster;
            figures.update(tick);
            states.update();
            rates.update();
            submissions.show(tick.submissions.slice(0, rows));
            failures.show(cluster.failures.slice(0, rows));
            map.update(tick.workers);
            setText(submissionsPanel.note, plural(tick.submission_count, 'submission'));
            setText(workersPanel.note, workersNote(tick));
            setText(facts, [
                plural(tick.duplicates, 'duplicate'), `${count(tick.late_results)} late results dropped`,
                tick.journal ? `Journal ${tick.journal}` : 'No journal', `Version ${tick.version}`,
            ].join(' · '));
        },
        close() {
            states.close();
            rates.close();
        },
    };
}

function workersNote({ workers, worker_count: all }) {
    const unreachable = workers.filter(worker => !worker.reachable).length;
    return plural(all, 'worker')
        + (all > workers.length ? `, ${count(workers.length)} shown` : '')
        + (unreachable ? `, ${count(unreachable)} unreachable` : '');
}
