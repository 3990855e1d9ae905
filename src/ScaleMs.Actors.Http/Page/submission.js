import { cancelSubmission } from './cancel.js';
import { button, element, setHidden, setText } from './dom.js';
import { count, percent, plural, shortId } from './format.js';
import { graphPath, link, submissionPath } from './links.js';
import { panel, viewHead } from './panel.js';
import { endedOf, members, progressBar, unfinishedOf } from './progress.js';
import { Records } from './records.js';
import { stackedStates, stateMark } from './states.js';
import { leftText, paceOf } from './submissions.js';
import { showTime } from './table.js';

export function submissionView(cluster, id, query) {
    const head = submissionHead(cluster, id, 'tasks');
    const bar = progressBar();
    const amounts = new Map(), legend = element('ul', { class: 'amounts' });
    for (const state of stackedStates.filter(name => members[name])) {
        const value = element('span', { class: 'value', 'data-amount': state });
        legend.append(element('li', {}, stateMark(state), value));
        amounts.set(state, value);
    }
    const fields = {}, facts = element('dl', { class: 'properties' });
    for (const title of ['Tasks', 'Ended', 'Per second', 'Time left', 'Begun', 'Finished']) {
        fields[title] = element('dd');
        facts.append(element('div', {}, element('dt', {}, title), fields[title]));
    }
    const gone = element('p', { class: 'notice' }, 'This submission is not among the newest ones; its numbers are not shown.');
    const progress = panel('Progress', bar.element, legend, facts);
    const records = new Records(cluster, query, () => id);
    return {
        name: 'submission',
        title: `Submission ${shortId(id)}`,
        element: element('div', { class: 'view', 'data-submission': id }, head.element, gone, progress.element, panel('Tasks', records.element).element),
        update() {
            const submission = cluster.submission(id);
            head.update(submission);
            setHidden(gone, Boolean(submission));
            setHidden(progress.element, !submission);
            records.update();
            if (!submission) return;
            bar.update(submission);
            for (const [state, value] of amounts) setText(value, count(submission[members[state]]));
            setText(fields.Tasks, count(submission.tasks));
            setText(fields.Ended, `${count(endedOf(submission))}, ${percent(endedOf(submission), submission.tasks)}`);
            setText(fields['Per second'], paceOf(cluster, submission));
            setText(fields['Time left'], leftText(submission));
            showTime(fields.Begun, submission.first_at, cluster.now);
            showTime(fields.Finished, submission.last_at, cluster.now);
        },
        close: () => records.close(),
    };
}

/** The heading of a submission's pages: its id, the way from its tasks to its graph, and its cancellation. */
export function submissionHead(cluster, id, current) {
    let shown = null;
    const cancel = button('Cancel…', 'danger', () => cancelSubmission(shown));
    cancel.dataset.action = 'cancel';
    const pages = element('nav', { class: 'segments', 'aria-label': 'Pages of the submission' },
        link('Tasks', submissionPath(id)), link('Graph', graphPath(id)));
    pages.children[current === 'tasks' ? 0 : 1].setAttribute('aria-current', 'page');
    const head = viewHead(`Submission ${shortId(id)}`, pages, cancel);
    head.heading.title = id;
    setText(head.note, id);
    return {
        element: head.element,
        update(submission) {
            shown = submission;
            setHidden(cancel, !submission || submission.last_at !== null || !unfinishedOf(submission));
            setText(head.note, submission ? `${id} · ${plural(submission.tasks, 'task')}` : id);
        },
    };
}
