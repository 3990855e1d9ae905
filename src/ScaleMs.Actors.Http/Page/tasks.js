import { element } from './dom.js';
import { count, moment, shortId } from './format.js';
import { keepQuery } from './links.js';
import { barePanel, viewHead } from './panel.js';
import { Records } from './records.js';

export function tasksView(cluster, query) {
    const head = viewHead('Tasks');
    const choice = submissionChoice(cluster, query.get('submission'));
    const records = new Records(cluster, query, () => choice.value, choice);
    choice.addEventListener('change', () => {
        const values = new URLSearchParams(location.hash.split('?')[1]);
        keepQuery({ ...Object.fromEntries(values), submission: choice.value });
        records.search();
    });
    return {
        name: 'tasks',
        title: 'Tasks',
        element: element('div', { class: 'view' }, head.element, barePanel(records.element)),
        update: () => records.update(),
        close: () => records.close(),
    };
}

function submissionChoice(cluster, selected) {
    const select = element('select', { 'aria-label': 'Submission', 'data-filter': 'submission' }, element('option', { value: '' }, 'All submissions'));
    for (const { id, tasks, first_at: begun } of cluster.tick.submissions) {
        select.append(element('option', { value: id }, `${shortId(id)}, ${count(tasks)} tasks, ${moment(begun, cluster.now)}`));
    }
    if (selected && !cluster.submission(selected)) select.append(element('option', { value: selected }, shortId(selected)));
    select.value = selected ?? '';
    return select;
}
