import { stateShapes } from './icons.js';
import { colour, stateColour } from './palette.js';

const begun = new Set(['EXECUTING', 'DONE', 'FAILED']);
const side = 24, glyph = 14;
const paths = new Map(Object.entries(stateShapes).map(([state, { fill, outline }]) => [state, { path: new Path2D(fill ?? outline), solid: Boolean(fill) }]));

/**
 * A task of a large graph: a square, filled once the task has begun and hollow before, with the shape of its state. Each
 * state is drawn once for a size and copied then, because thousands of paths in each frame are slow without a GPU.
 */
export class Squares {
    #size = 0;
    #images = new Map();

    /** `size` is the side in pixels of the canvas. */
    image(state, size) {
        if (size !== this.#size) this.forget();
        this.#size = size;
        let image = this.#images.get(state);
        if (!image) this.#images.set(state, image = draw(state, size));
        return image;
    }

    forget() {
        this.#images.clear();
    }
}

function draw(state, size) {
    const image = document.createElement('canvas');
    image.width = image.height = size;
    const context = image.getContext('2d'), filled = begun.has(state);
    context.scale(size / side, size / side);
    context.fillStyle = filled ? stateColour(state) : colour('surface');
    context.strokeStyle = stateColour(state);
    context.beginPath();
    context.roundRect(1, 1, side - 2, side - 2, 5);
    context.fill();
    context.stroke();
    drawShape(context, (side - glyph) / 2, (side - glyph) / 2, glyph, state, filled ? colour('surface') : stateColour(state));
    return image;
}

export function drawShape(context, x, y, size, state, stroke) {
    const { path, solid } = paths.get(state) ?? paths.get('NEW');
    context.save();
    context.translate(x, y);
    context.scale(size / 16, size / 16);
    context.fillStyle = context.strokeStyle = stroke;
    context.lineWidth = 2;
    if (solid) context.fill(path);
    else context.stroke(path);
    context.restore();
}
