// The whole run in one strip: terms of the leaders, faults, violations, what part is in view, and the cursor.
class Overview {
  constructor(canvas, diagram) {
    this.canvas = canvas;
    this.diagram = diagram;
    this.trace = diagram.trace;
    this.view = diagram.view;
  }

  x(t) { return GUTTER + t * this.view.plot / this.trace.endNs; }
  time(x) { return Math.min(Math.max((x - GUTTER) * this.trace.endNs / this.view.plot, 0), this.trace.endNs); }

  draw() {
    const { trace, view } = this, palette = this.diagram.palette, height = 32;
    const context = sizeCanvas(this.canvas, view.width, height);
    context.font = palette.font(11);
    context.fillStyle = palette.soft;
    context.fillText("whole run", 14, 20);
    for (const [node, spans] of this.diagram.spans) {
      if (view.hiddenNodes.has(node)) continue;
      for (const span of spans) {
        if (span.role !== "LEADER") continue;
        context.fillStyle = palette.term(span.term);
        context.fillRect(this.x(span.t), 12, Math.max(this.x(span.end) - this.x(span.t), 1), 9);
      }
    }
    for (const outage of trace.outages) {
      context.fillStyle = palette.fault;
      context.globalAlpha = outage.kind === "partition" ? 0.9 : 0.5;
      context.fillRect(this.x(outage.t), outage.kind === "partition" ? 24 : 27, Math.max(this.x(outage.end) - this.x(outage.t), 1), 2);
    }
    context.globalAlpha = 1;
    context.fillStyle = palette.ink;
    for (const note of trace.notes) context.fillRect(this.x(note.t) - 1, 4, 2, 5);
    context.fillStyle = palette.bad;
    for (const violation of trace.violations) context.fillRect(this.x(violation.t) - 1, 0, 2.5, height);
    const from = this.x(view.from), to = Math.min(this.x(view.to), view.width - 8);
    if (view.span < trace.endNs * 0.995) {
      context.fillStyle = palette.ink;
      context.globalAlpha = 0.1;
      context.fillRect(from, 0, Math.max(to - from, 2), height);
      context.globalAlpha = 1;
      context.strokeStyle = palette.soft;
      context.strokeRect(from, 0.5, Math.max(to - from, 2), height - 1);
    }
    context.fillStyle = palette.cursor;
    context.fillRect(this.x(view.cursor) - 0.75, 0, 1.5, height);
  }
}
