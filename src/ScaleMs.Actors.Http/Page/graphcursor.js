import { element, setHidden, setText } from './dom.js';
import { taskTitle } from './graphpainter.js';
import { showState, stateLabel, stateMark } from './states.js';

const step = 60;

/** The task of a graph under the pointer, or chosen by the keyboard. */
export class GraphCursor {
    chosen = null;
    #of;
    #tapped = null;
    #title = element('strong');
    #mark = stateMark('NEW');
    #uid = element('span', { class: 'mono' });

    /** `of` has the canvas, camera, graph and tip, and the actions `changed`, `fit`, `open` and `say`. */
    constructor(of) {
        this.#of = of;
        of.tip.append(this.#title, this.#mark, this.#uid);
        of.canvas.addEventListener('pointermove', event => this.#point(event));
        of.canvas.addEventListener('pointerleave', () => this.#choose(null));
        of.canvas.addEventListener('click', event => {
            const found = this.#under(event);
            if (!found || of.camera.moved) return;
            this.#choose(found);
            // There is no hovering by touch: the first tap describes a task, the second opens it.
            if (event.pointerType !== 'touch' || this.#tapped === found) of.open(found.task);
            this.#tapped = found;
        });
        of.canvas.addEventListener('keydown', event => this.#key(event));
        of.canvas.addEventListener('blur', () => this.#choose(null));
    }

    forget() {
        this.#choose(null);
    }

    #under(event) {
        const { x, y } = this.#of.camera.toDrawing(event), { nodes, node } = this.#of.graph();
        return nodes.find(one => x >= one.x && x <= one.x + node.width && y >= one.y && y <= one.y + node.height) ?? null;
    }

    #point(event) {
        if (this.#of.camera.dragging && this.#of.camera.moved) return this.#choose(null);
        const found = this.#under(event);
        this.#of.canvas.classList.toggle('over', Boolean(found));
        if (found !== this.chosen) this.#choose(found);
    }

    #choose(found) {
        this.chosen = found;
        this.#of.changed();
    }

    /** Describes the chosen task below or above it, wherever the camera shows it now. */
    placeTip() {
        const { tip, camera } = this.#of, { node } = this.#of.graph(), found = this.chosen;
        setHidden(tip, !found);
        if (!found) return;
        setText(this.#title, taskTitle(found.task));
        showState(this.#mark, found.task.state);
        setText(this.#uid, found.task.uid);
        const { clientWidth: width, clientHeight: height } = tip.parentNode;
        const left = camera.x + found.x * camera.scale, top = camera.y + (found.y + node.height) * camera.scale + 8;
        tip.style.left = `${Math.max(4, Math.min(left, width - tip.offsetWidth - 4))}px`;
        tip.style.top = `${top + tip.offsetHeight > height ? Math.max(4, camera.y + found.y * camera.scale - tip.offsetHeight - 8) : top}px`;
    }

    #key(event) {
        const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        const { camera, fit, open } = this.#of;
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (arrows[event.key] && event.shiftKey) camera.pan(-arrows[event.key][0] * step, -arrows[event.key][1] * step);
        else if (arrows[event.key]) this.#walk(...arrows[event.key]);
        else if (event.key === '+' || event.key === '=') camera.zoom(1.4);
        else if (event.key === '-') camera.zoom(1 / 1.4);
        else if (event.key === '0') fit();
        else if (event.key === 'Enter' && this.chosen) open(this.chosen.task);
        else if (event.key === 'Escape' && this.chosen) this.#choose(null);
        else return;
        event.preventDefault();
    }

    /** Right and left follow the edges, up and down stay in the layer. */
    #walk(along, down) {
        const { nodes, node } = this.#of.graph(), from = this.chosen;
        let next = nodes[0] ?? null;
        if (from && along) next = nearest(along > 0 ? from.after : from.before, from.y);
        else if (from) next = nearest(nodes.filter(one => one.layer === from.layer && one.x === from.x && (one.y - from.y) * down > 0), from.y);
        if (!next) return;
        this.#of.camera.reveal(next.x, next.y, node.width, node.height);
        this.#choose(next);
        this.#of.say(`${taskTitle(next.task)}, ${stateLabel(next.task.state)}, after ${next.before.length}, before ${next.after.length}`);
    }
}

function nearest(items, y) {
    return items.length ? items.reduce((best, one) => Math.abs(one.y - y) < Math.abs(best.y - y) ? one : best) : null;
}
