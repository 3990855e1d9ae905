import { post } from './api.js';
import { button, element, setHidden, setText } from './dom.js';
import { count, plural, shortId } from './format.js';
import { unfinishedOf } from './progress.js';

export function cancelSubmission(submission) {
    const unfinished = unfinishedOf(submission);
    confirm({
        title: `Cancel submission ${shortId(submission.id)}?`,
        text: `${count(unfinished)} of its ${plural(submission.tasks, 'task')} ${unfinished === 1 ? 'is' : 'are'} unfinished: `
            + `${count(submission.executing)} running, ${count(submission.scheduled + submission.waiting)} queued.`,
        action: `Cancel ${plural(unfinished, 'task')}`,
        body: { submission: submission.id },
    });
}

export function cancelAll(cluster) {
    const { states } = cluster.tick;
    const queued = states.NEW + states.WAITING + states.SCHEDULED, unfinished = queued + states.EXECUTING;
    confirm({
        title: 'Cancel all tasks?',
        text: `${plural(unfinished, 'task')} of all submissions ${unfinished === 1 ? 'is' : 'are'} unfinished: `
            + `${count(states.EXECUTING)} running, ${count(queued)} queued.`,
        action: `Cancel ${plural(unfinished, 'task')}`,
        body: { all: true },
    });
}

export function cancelTask(record) {
    confirm({
        title: 'Cancel this task?',
        text: `${record.name || record.uid} is unfinished. Tasks that depend on it will fail, unless they are to run all the same.`,
        action: 'Cancel the task',
        body: { ids: [record.uid] },
    });
}

function confirm({ title, text, action, body }) {
    const heading = element('h2', { id: 'dialog-title' }, title);
    const detail = element('p', {}, text);
    const rest = element('p', {}, 'Running tasks are terminated; results of finished tasks are kept. This cannot be undone.');
    const outcome = element('p', { class: 'outcome', role: 'status' });
    const dialog = element('dialog', { 'aria-labelledby': 'dialog-title', 'data-dialog': 'cancel' });
    const keep = button('Keep running', '', () => dialog.close());
    const act = button(action, 'danger filled', async () => {
        act.disabled = true;
        setText(outcome, 'Canceling…');
        try {
            const answer = await post('/api/v1/cancel', body);
            setText(outcome, `${plural(answer.canceled, 'task')} canceled${answer.already_final ? `; ${count(answer.already_final)} had already ended` : ''}`
                + `${answer.unknown.length ? `; ${count(answer.unknown.length)} unknown` : ''}.`);
            setHidden(act, true);
            setText(keep, 'Close');
            keep.focus();
        } catch (error) {
            setText(outcome, error.message);
            act.disabled = false;
        }
    });
    keep.dataset.action = 'keep';
    act.dataset.action = 'confirm';
    dialog.append(heading, detail, rest, outcome, element('div', { class: 'buttons' }, keep, act));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    keep.focus();
}
