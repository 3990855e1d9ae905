import { cancelAll, cancelSubmission } from './cancel.js';
import { button, element, setHidden, setText } from './dom.js';
import { count, none, percent, plural, rate, roughDuration, shortId } from './format.js';
import { barePanel, viewHead } from './panel.js';
import { endedOf, progressBar, unfinishedOf } from './progress.js';
import { numberColumn, submissionColumn, Table, timeColumn } from './table.js';

export function submissionsView(cluster) {
    const all = button('Cancel all tasks…', 'danger', () => cancelAll(cluster));
    all.dataset.action = 'cancel-all';
    const head = viewHead('Submissions', all);
    const table = new Table({
        caption: 'Submissions, newest first', key: submission => submission.id, mark: 'submission', empty: 'Nothing has been submitted yet.',
        columns: [
            submissionColumn(submission => submission.id, 'main mono'),
            progressColumn(),
            numberColumn('Tasks', submission => count(submission.tasks)),
            numberColumn('Failed', submission => count(submission.failed)),
            numberColumn('Per second', submission => paceOf(cluster, submission)),
            numberColumn('Time left', leftText),
            timeColumn('Begun', submission => submission.first_at, () => cluster.now),
            timeColumn('Ended', submission => submission.last_at, () => cluster.now),
            cancelColumn,
        ],
    });
    return {
        name: 'submissions',
        title: 'Submissions',
        element: element('div', { class: 'view' }, head.element, barePanel(table.element)),
        update() {
            const { submissions, submission_count: total } = cluster.tick;
            const open = submissions.filter(submission => submission.last_at === null).length;
            table.show(submissions);
            const part = total > submissions.length ? `, the newest ${count(submissions.length)} are shown` : '';
            setText(head.note, `${plural(total, 'submission')}${part}, ${count(open)} unfinished`);
            setHidden(all, !open);
        },
    };
}

export const progressColumn = () => ({
    title: 'Progress', className: 'bar-cell',
    create: cell => {
        const bar = progressBar(), text = element('span', { class: 'value' });
        cell.append(element('span', { class: 'bar-line' }, bar.element, text));
        return submission => {
            bar.update(submission);
            setText(text, percent(endedOf(submission), submission.tasks));
        };
    },
});

/** Tasks per second: of the last seconds while it is unfinished, of its whole time afterwards. */
export function paceOf(cluster, submission) {
    if (submission.last_at === null) {
        const pace = cluster.paces.of(submission.id);
        return pace === null ? none : rate(pace);
    }
    const seconds = (submission.last_at - submission.first_at) / 1000;
    return seconds > 0 ? rate(endedOf(submission) / seconds) : none;
}

export const leftText = submission =>
    submission.last_at !== null || submission.seconds_left === null ? none : roughDuration(submission.seconds_left * 1000);

const cancelColumn = {
    title: 'Cancel', className: 'action',
    create: cell => {
        let shown = null;
        const control = button('Cancel…', 'small', () => cancelSubmission(shown));
        control.dataset.action = 'cancel';
        cell.append(control);
        return submission => {
            shown = submission;
            control.setAttribute('aria-label', `Cancel submission ${shortId(submission.id)}`);
            setHidden(control, submission.last_at !== null || !unfinishedOf(submission));
        };
    },
};
