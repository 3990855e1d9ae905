const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const none = '–';
export const count = n => whole.format(n);
export const compact = n => short.format(n);
export const rate = n => (n < 100 ? tenths : whole).format(n);
export const plural = (n, noun) => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

export function percent(part, total) {
    if (!total || !part) return '0%';
    const share = 100 * part / total;
    if (share < 0.1) return '< 0.1%';
    // 99.96 % is not all of it.
    return share > 99.9 && share < 100 ? '> 99.9%' : `${share < 10 ? tenths.format(share) : whole.format(Math.floor(share))}%`;
}

export function duration(milliseconds) {
    const ms = Math.max(0, milliseconds);
    if (ms < 1000) return `${Math.round(ms)} ms`;
    const seconds = Math.floor(ms / 1000);
    if (seconds < 60) return `${tenths.format(Math.floor(ms / 100) / 10)} s`;
    return longDuration(seconds);
}

/** Whole seconds, for durations that change while they are looked at. */
export function roughDuration(milliseconds) {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    return seconds < 60 ? `${seconds} s` : longDuration(seconds);
}

function longDuration(seconds) {
    const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
    if (hours < 1) return `${minutes} min ${seconds % 60} s`;
    return days < 1 ? `${hours} h ${minutes % 60} min` : `${count(days)} d ${hours % 24} h`;
}

export const clock = at => timeOfDay.format(at);

/** The time of day, with the date when it is not today's. */
export function moment(at, now) {
    return new Date(at).toDateString() === new Date(now).toDateString() ? clock(at) : dayAndTime.format(at);
}

export const iso = at => new Date(at).toISOString();
export const shortId = id => id.length > 13 ? `…${id.slice(-8)}` : id;

export function bytes(n) {
    const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    while (n >= 1024 && unit < units.length - 1) {
        n /= 1024;
        unit++;
    }
    return unit === 0 ? plural(n, 'byte') : `${tenths.format(n)} ${units[unit]}`;
}
