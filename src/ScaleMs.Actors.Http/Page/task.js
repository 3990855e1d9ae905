import { get, taskAddress } from './api.js';
import { cancelTask } from './cancel.js';
import { button, element, setHidden, setText } from './dom.js';
import { bytes, count, duration, shortId } from './format.js';
import { life } from './life.js';
import { graphPath, link, submissionPath, workerPath } from './links.js';
import { Output } from './output.js';
import { panel, viewHead } from './panel.js';
import { Poll } from './poll.js';
import { isFinal, showState, stateMark } from './states.js';

const interval = 1_000;
// A larger value is better read with `scalems results`.
const valueLimit = 20_000;

export function taskView(cluster, uid) {
    let record = null, closed = false, offsets = { stdout: 0, stderr: 0 };
    const cancel = button('Cancel…', 'danger', () => cancelTask(record));
    cancel.dataset.action = 'cancel';
    cancel.hidden = true;
    const head = viewHead(uid, cancel);
    head.heading.classList.add('uid');
    const mark = stateMark('NEW');
    mark.classList.add('large');
    mark.hidden = true;
    head.heading.before(mark);
    const problem = element('p', { class: 'notice', role: 'status' }, 'Reading the task…');
    const properties = element('dl', { class: 'properties' });
    const history = life();
    const error = element('pre', { class: 'output error', tabindex: '0', 'data-text': 'error' });
    const value = element('pre', { class: 'output', tabindex: '0', 'data-text': 'value' });
    const outputs = { stdout: new Output('Standard output', 'stdout'), stderr: new Output('Standard error', 'stderr') };
    const errorPanel = panel('Error', error), valuePanel = panel('Return value', value);
    const body = element('div', { class: 'stack', hidden: true }, panel('Task', properties).element, errorPanel.element, panel('Life', history.element).element,
        valuePanel.element, outputs.stdout.element, outputs.stderr.element);

    async function read() {
        record = await get(taskAddress(uid));
        if (closed) return;
        setHidden(problem, true);
        setHidden(body, false);
        setHidden(mark, false);
        showState(mark, record.state);
        setText(head.heading, record.name || record.uid);
        setText(head.note, record.name ? record.uid : '');
        setHidden(cancel, isFinal(record.state));
        properties.replaceChildren(...propertiesOf(record));
        history.show(record.transitions ?? [], cluster.now);
        const text = errorText(record);
        setHidden(errorPanel.element, !text);
        setText(error, text);
        const shown = valueText(record);
        setHidden(valuePanel.element, shown === null);
        setText(value, shown ?? '');
    }

    /** Reads the output that is new; the answer has the task's state too, so the record is read only when it changes. */
    async function follow() {
        const answer = await get(`${taskAddress(uid)}/output`, offsets);
        if (closed) return;
        for (const name of ['stdout', 'stderr']) {
            const next = answer[`next_${name}`];
            // Another attempt begins its output anew.
            if (next < offsets[name]) outputs[name].clear();
            outputs[name].append(answer[name]);
            offsets[name] = next;
        }
        if (answer.state !== record.state) await read();
    }

    async function cycle() {
        try {
            if (!record) await read();
            if (closed) return false;
            if (isFinal(record.state) && (record.stdout || record.stderr)) {
                for (const name of ['stdout', 'stderr']) {
                    outputs[name].clear();
                    outputs[name].append(record[name] ?? '');
                }
            } else {
                await follow();
            }
        } catch (failure) {
            if (closed) return false;
            setHidden(problem, false);
            setText(problem, failure.message);
            return failure.status !== 401 && failure.status !== 404;
        }
        return !isFinal(record.state);
    }

    const poll = new Poll(interval, cycle);
    return {
        name: 'task',
        title: `Task ${shortId(uid)}`,
        element: element('div', { class: 'view', 'data-task': uid }, head.element, problem, body),
        update: () => history.update(cluster.now),
        close() {
            closed = true;
            poll.stop();
        },
    };
}

function propertiesOf(record) {
    const timestamps = record.timestamps ?? {};
    const took = timestamps.started && timestamps.finished ? Date.parse(timestamps.finished) - Date.parse(timestamps.started) : null;
    const entries = [
        ['Submission', record.submission && submissionLinks(record.submission)],
        ['Index', known(record.index) && count(record.index)],
        ['Worker', record.worker && link(record.worker, workerPath(record.worker))],
        ['Attempt', known(record.attempt) && count(record.attempt)],
        ['Took', took !== null && duration(took)],
        ['Exit code', known(record.exit_code) && String(record.exit_code)],
        ['Error kind', record.error_kind],
        ['Error type', record.error_type],
        ['Left out', record.omitted && `${bytes(record.omitted)} of its result`],
    ];
    return entries.filter(([, content]) => content)
        .map(([title, content]) => element('div', {}, element('dt', {}, title), element('dd', {}, content)));
}

const submissionLinks = id => element('span', {}, link(shortId(id), submissionPath(id), 'mono'), ' · ', link('graph', graphPath(id)));

const known = value => value !== null && value !== undefined;

/** The detail usually ends with the exception's own text, which is then shown once. */
function errorText({ exception, exception_detail: detail }) {
    return exception && detail?.includes(exception) ? detail : [exception, detail].filter(Boolean).join('\n\n');
}

function valueText({ return_value: value }) {
    if (value === null || value === undefined) return null;
    const text = JSON.stringify(value, null, 2);
    return text.length > valueLimit ? `${text.slice(0, valueLimit)}\n… the first ${count(valueLimit)} of ${count(text.length)} characters` : text;
}
