import { element, setText, setHidden } from './dom.js';
import { clock, duration, roughDuration } from './format.js';
import { showState, stateMark } from './states.js';

/** What is known about a run, beside the pointer or the run that the keyboard chose. */
export function runDetail() {
    const mark = stateMark('DONE');
    const title = element('strong'), time = element('span'), place = element('span'), uid = element('span', { class: 'mono' });
    const box = element('div', { class: 'tip', hidden: true }, element('div', { class: 'line' }, title, mark), time, place, uid);
    return {
        element: box,
        hide: () => setHidden(box, true),
        /** Coordinates are relative to the box's positioned parent, which it stays inside. */
        show(run, now, x, y) {
            showState(mark, run.state);
            setText(title, run.name || run.function);
            setText(time, timeText(run, now));
            setText(place, placeText(run));
            setText(uid, run.uid);
            setHidden(box, false);
            const { clientWidth: width, clientHeight: height } = box.parentNode;
            box.style.left = `${Math.max(4, Math.min(x + 14, width - box.offsetWidth - 4))}px`;
            box.style.top = `${y + 16 + box.offsetHeight > height ? Math.max(4, y - box.offsetHeight - 12) : y + 16}px`;
        },
        describe: (run, now) => `${run.name || run.function}, ${mark.textContent.toLowerCase()}, ${timeText(run, now)}, ${placeText(run)}`,
    };
}

function timeText({ start, end }, now) {
    return end === null ? `for ${roughDuration(now - start)}, since ${clock(start)}` : `${duration(end - start)}, ${clock(start)} to ${clock(end)}`;
}

function placeText({ worker, lane, slots }) {
    return slots > 1 ? `${worker}, slots ${lane + 1} to ${lane + slots}` : `${worker}, slot ${lane + 1}`;
}
