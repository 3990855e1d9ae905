import { element, setText } from './dom.js';
import { count, percent, plural, rate } from './format.js';

const titles = { done: 'Done', running: 'Running', queued: 'Queued', failed: 'Failed', rate: 'Ended per second', slots: 'Slots in use' };

/** The row of large numbers, each with a line below that puts it in proportion. */
export function numbers() {
    const cells = {};
    const list = element('dl', { class: 'numbers' });
    for (const [id, title] of Object.entries(titles)) {
        const value = element('span', { class: 'value', 'data-number': id });
        const detail = element('span', { class: 'detail', 'data-detail': id });
        list.append(element('div', { 'data-cell': id }, element('dt', {}, title), element('dd', {}, value, detail)));
        cells[id] = (text, note) => {
            setText(value, text);
            setText(detail, note);
        };
    }
    return {
        element: list,
        update({ states, rate: pace, workers, retries }) {
            const total = Object.values(states).reduce((sum, n) => sum + n, 0);
            const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
            const busy = workers.reduce((sum, worker) => sum + worker.running, 0);
            cells.done(count(states.DONE), total ? `${percent(states.DONE, total)} of ${count(total)}` : 'no tasks yet');
            cells.running(count(states.EXECUTING), `on ${plural(workers.filter(worker => worker.running).length, 'worker')}`);
            cells.queued(count(states.SCHEDULED + states.WAITING + states.NEW), `${count(states.WAITING)} waiting`);
            cells.failed(count(states.FAILED), `${count(states.CANCELED)} canceled`);
            cells.rate(rate(pace), `${count(retries)} ${retries === 1 ? 'retry' : 'retries'}`);
            cells.slots(percent(busy, slots), `${count(busy)} of ${count(slots)}`);
            list.querySelector('[data-cell="failed"]').classList.toggle('alarm', states.FAILED > 0);
        },
    };
}
