import { element, setAttribute, setHidden } from './dom.js';
import { workerPath } from './links.js';
import { noWorkers } from './workers.js';

/** One cell for each worker, darker the more of its slots are in use; each cell leads to its worker. */
export function workerMap() {
    const list = element('ul', { class: 'worker-map' }), empty = element('p', { class: 'empty' }, noWorkers);
    const cells = new Map();
    return {
        element: element('div', {}, list, empty),
        update(workers) {
            setHidden(empty, workers.length > 0);
            setHidden(list, !workers.length);
            const uids = new Set(workers.map(worker => worker.uid));
            for (const [uid, cell] of cells) {
                if (uids.has(uid)) continue;
                cell.parentNode.remove();
                cells.delete(uid);
            }
            for (const worker of workers) {
                let cell = cells.get(worker.uid);
                if (!cell) {
                    cell = element('a', { href: workerPath(worker.name), 'data-worker': worker.uid }, element('span'));
                    list.append(element('li', {}, cell));
                    cells.set(worker.uid, cell);
                }
                const share = worker.slots ? worker.running / worker.slots : 0;
                cell.firstChild.style.height = `${Math.round(100 * share)}%`;
                cell.classList.toggle('unreachable', !worker.reachable);
                const text = `${worker.name}: ${worker.reachable ? `${worker.running} of ${worker.slots} slots in use` : 'unreachable'}`;
                setAttribute(cell, 'title', text);
                setAttribute(cell, 'aria-label', text);
            }
        },
    };
}
