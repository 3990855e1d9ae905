import { failureKey } from './cluster.js';
import { button, element, setText } from './dom.js';
import { count, none, plural } from './format.js';
import { keepQuery, taskPath } from './links.js';
import { panel, searchBox, viewHead } from './panel.js';
import { errorKindColumn, errorMessageColumn, linkColumn, numberColumn, submissionColumn, Table, textColumn, timeColumn, workerColumn } from './table.js';

export function failuresView(cluster, query) {
    let kind = query.get('kind') ?? '';
    const filter = searchBox('Filter by task, message or worker', query.get('text'), () => choose(kind));
    const clear = button('All kinds', '', () => choose(''));
    const head = viewHead('Failures', filter);
    const kinds = new Table({
        caption: 'Failures by kind', key: item => item.kind, mark: 'kind', empty: 'No task has failed.',
        columns: [
            kindColumn(item => choose(item.kind)),
            numberColumn('Failures', item => count(item.n)),
            textColumn('Latest message', item => item.message, 'message clipped'),
        ],
    });
    const latest = new Table({
        caption: 'Latest failures', key: failureKey, mark: 'failure', empty: 'No failure fits.',
        columns: [
            linkColumn('Task', failure => [failure.name || failure.uid, taskPath(failure.uid), failure.uid], 'main task', failure => failure.function),
            errorKindColumn,
            errorMessageColumn('message'),
            workerColumn,
            submissionColumn(failure => failure.submission),
            timeColumn('Time', failure => failure.at, () => cluster.now),
        ],
    });
    const list = panel('Latest failures', element('div', { class: 'filters' }, clear), latest.element);

    function choose(next) {
        kind = next;
        keepQuery({ kind, text: filter.value });
        update();
    }

    function update() {
        const { tick, failures } = cluster;
        const counts = Object.entries(tick.failure_kinds).sort((a, b) => b[1] - a[1]);
        const latestOf = name => failures.find(failure => failure.kind === name)?.message ?? null;
        kinds.show(counts.map(([name, n]) => ({ kind: name, n, message: latestOf(name), chosen: name === kind })),
            tick.states.FAILED ? 'The kinds of these failures are not known.' : 'No task has failed.');
        const text = filter.value.trim().toLowerCase();
        const shown = failures.filter(failure => (!kind || failure.kind === kind) && (!text || searchable(failure).includes(text)));
        latest.show(shown, kind || text ? 'No failure fits.' : 'There is no recent failure.');
        setText(head.note, `${plural(tick.states.FAILED, 'task')} failed`);
        setText(list.note, `${kind || text ? `${count(shown.length)} of the latest ` : 'The latest '}${count(failures.length)}`);
        setText(clear, kind ? `Kind: ${kind} (show all)` : 'All kinds');
        clear.parentNode.hidden = !kind;
    }

    const view = element('div', { class: 'view' }, head.element, panel('By kind', kinds.element).element, list.element);
    return { name: 'failures', title: 'Failures', element: view, update };
}

const kindColumn = choose => ({
    title: 'Kind', className: 'main kind',
    create: cell => {
        let shown = null;
        const control = button('', 'linkish', () => choose(shown));
        cell.append(control);
        return item => {
            shown = item;
            setText(control, item.kind || none);
            control.setAttribute('aria-pressed', String(item.chosen));
        };
    },
});

const searchable = failure => [failure.uid, failure.name, failure.function, failure.message, failure.worker, failure.kind].join(' ').toLowerCase();
