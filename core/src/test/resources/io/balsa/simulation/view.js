// Which part of the run is looked at, and how time becomes pixels.
const GUTTER = 76, RULER = 20, STRIP_ROW = 19;

class View {
  constructor(trace, width) {
    this.trace = trace;
    this.width = width;
    this.cursor = 0;
    this.hiddenNodes = new Set();
    this.selected = null;
    this.show(0, trace.endNs);
  }

  get plot() { return Math.max(this.width - GUTTER - 14, 100); }
  get span() { return this.to - this.from; }
  // Above the lanes: a row for moments and violations, where there are any, and one for faults.
  get strip() { return (this.trace.notes.length + this.trace.violations.length > 0 ? 2 : 1) * STRIP_ROW + 4; }
  get lane() { return Math.max(60, Math.min(84, 320 / this.lanes().length)); }
  get band() { return this.lane - 20; }
  get height() { return RULER + this.strip + this.lanes().length * this.lane + 4; }

  lanes() { return this.trace.nodes.filter(id => !this.hiddenNodes.has(id)); }

  show(from, to) {
    const most = this.trace.endNs * 1.02, span = Math.min(Math.max(to - from, 2000), most);
    this.from = Math.min(Math.max(from, 0), most - span);
    this.to = this.from + span;
  }

  // Keeps the time under x where it is.
  zoom(factor, x) {
    const t = this.time(x), span = this.span * factor;
    this.show(t - (t - this.from) * factor, t - (t - this.from) * factor + span);
  }

  pan(pixels) {
    const ns = pixels * this.span / this.plot;
    this.show(this.from + ns, this.from + ns + this.span);
  }

  // Shows a moment so large that it stands apart from those next to it.
  focus(t, rows) {
    const gaps = rows.map(row => Math.abs(row.t - t)).filter(gap => gap > 0), want = Math.min(Math.max(6 * Math.min(...gaps, this.trace.endNs), this.trace.endNs / 20), this.trace.endNs);
    if (this.span > 2 * want || this.span < want / 3) this.show(t - want * 0.3, t + want * 0.7);
  }

  // Moves the least that brings t into the calm middle of what is seen.
  reveal(t) {
    const margin = this.span * 0.12;
    if (t < this.from + margin) this.show(t - this.span * 0.3, t + this.span * 0.7);
    else if (t > this.to - margin) this.show(t - this.span * 0.7, t + this.span * 0.3);
  }

  x(t) { return GUTTER + (t - this.from) * this.plot / this.span; }
  time(x) { return this.from + (x - GUTTER) * this.span / this.plot; }
  y(node) { return RULER + this.strip + (this.lanes().indexOf(node) + 0.5) * this.lane; }

  static span(ns) {
    const unit = ns >= 1e9 ? [1e9, "s"] : ns >= 1e6 ? [1e6, "ms"] : ns >= 1e3 ? [1e3, "µs"] : [1, "ns"];
    const value = ns / unit[0];
    return `${+value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit[1]}`;
  }

  // A time of the run; step is the least difference that must be seen.
  static instant(ns, step) {
    if (step >= 1e6 || ns >= 1e10) {
      const digits = Math.min(Math.max(Math.ceil(9 - Math.log10(Math.max(step, 1))), 0), 6);
      return (ns / 1e9).toFixed(digits) + " s";
    }
    const digits = Math.min(Math.max(Math.ceil(6 - Math.log10(Math.max(step, 1))), 0), 6);
    return (ns / 1e6).toFixed(digits) + " ms";
  }

  // The step of the ruler: 1, 2 or 5 of a power of ten, so that labels keep their distance.
  step() {
    const least = this.span * 110 / this.plot, power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= least);
  }
}
