const closest = 2.5, margin = 24;

/** The part of a drawing that a canvas shows: moved and zoomed by mouse, wheel and touch. */
export class Camera {
    scale = 1;
    x = 0;
    y = 0;
    #canvas;
    #changed;
    #extent = { width: 1, height: 1 };
    #pointers = new Map();
    moved = false;

    constructor(canvas, changed) {
        this.#canvas = canvas;
        this.#changed = changed;
        canvas.addEventListener('wheel', event => this.#wheel(event), { passive: false });
        canvas.addEventListener('pointerdown', event => this.#down(event));
        canvas.addEventListener('pointermove', event => this.#move(event));
        for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, event => this.#pointers.delete(event.pointerId));
    }

    get dragging() {
        return this.#pointers.size > 0;
    }

    fit({ width, height }) {
        this.#extent = { width, height };
        this.scale = this.#least();
        this.x = (this.#canvas.clientWidth - width * this.scale) / 2;
        this.y = (this.#canvas.clientHeight - height * this.scale) / 2;
        this.#changed();
    }

    pan(x, y) {
        this.x += x;
        this.y += y;
        this.#changed();
    }

    zoom(factor, x = this.#canvas.clientWidth / 2, y = this.#canvas.clientHeight / 2) {
        const scale = Math.min(closest, Math.max(this.#least() / 2, this.scale * factor));
        this.x = x - (x - this.x) * scale / this.scale;
        this.y = y - (y - this.y) * scale / this.scale;
        this.scale = scale;
        this.#changed();
    }

    /** Moves as little as needed to show a rectangle of the drawing. */
    reveal(x, y, width, height) {
        const left = this.x + x * this.scale, top = this.y + y * this.scale;
        const right = left + width * this.scale - this.#canvas.clientWidth, bottom = top + height * this.scale - this.#canvas.clientHeight;
        this.pan(left < margin ? margin - left : right > -margin ? -margin - right : 0, top < margin ? margin - top : bottom > -margin ? -margin - bottom : 0);
    }

    toDrawing({ clientX, clientY }) {
        const { left, top } = this.#canvas.getBoundingClientRect();
        return { x: (clientX - left - this.x) / this.scale, y: (clientY - top - this.y) / this.scale };
    }

    #least() {
        const { width, height } = this.#extent;
        return Math.min(1, (this.#canvas.clientWidth - 2 * margin) / width, (this.#canvas.clientHeight - 2 * margin) / height);
    }

    #wheel(event) {
        event.preventDefault();
        const { left, top } = this.#canvas.getBoundingClientRect();
        // Firefox counts lines where Chromium counts pixels.
        const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
        this.zoom(Math.exp(-pixels / 400), event.clientX - left, event.clientY - top);
    }

    #down(event) {
        if (!this.#pointers.size) this.moved = false;
        this.#canvas.setPointerCapture(event.pointerId);
        this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    }

    #move(event) {
        const before = this.#pointers.get(event.pointerId);
        if (!before) return;
        const now = { x: event.clientX, y: event.clientY };
        const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
        if (!this.moved && Math.hypot(now.x - before.x, now.y - before.y) < 3) return;
        this.moved = true;
        this.#pointers.set(event.pointerId, now);
        if (!other) return this.pan(now.x - before.x, now.y - before.y);
        const { left, top } = this.#canvas.getBoundingClientRect();
        const ratio = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
        this.x += (now.x - before.x) / 2;
        this.y += (now.y - before.y) / 2;
        this.zoom(ratio, (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
    }
}
