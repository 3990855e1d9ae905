import { element, setAttribute } from './dom.js';
import { workerPath } from './links.js';

/** One cell for each worker, darker the more of its slots are in use; each cell leads to its worker. */
export function workerMap() {
    const list = element('ul', { class: 'worker-map' });
    const cells = new Map();
    return {
        element: list,
        update(workers) {
            const names = new Set(workers.map(worker => worker.name));
            for (const [name, cell] of cells) {
                if (names.has(name)) continue;
                cell.parentNode.remove();
                cells.delete(name);
            }
            for (const worker of workers) {
                let cell = cells.get(worker.name);
                if (!cell) {
                    cell = element('a', { href: workerPath(worker.name), 'data-worker': worker.name }, element('span'));
                    list.append(element('li', {}, cell));
                    cells.set(worker.name, cell);
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
