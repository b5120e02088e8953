// What moves over the diagram: the cursor, the messages on their way at its time, what the mouse is over, hits of the search.
class Glass {
  constructor(canvas, tip, diagram) {
    this.canvas = canvas;
    this.tip = tip;
    this.diagram = diagram;
    this.view = diagram.view;
    this.trace = diagram.trace;
    this.hovered = null;
    this.hits = [];
  }

  draw() {
    const { view, diagram } = this, palette = diagram.palette;
    const context = this.context = sizeCanvas(this.canvas, view.width, view.height);
    const x = view.x(view.cursor);
    this.drawHits(palette);
    for (const message of [view.selected, this.hovered]) if (message) this.highlight(message, palette);
    if (x >= GUTTER - 6 && x <= view.width) {
      context.strokeStyle = palette.cursor;
      context.lineWidth = 1.2;
      context.beginPath();
      context.moveTo(x, RULER + view.strip - 3);
      context.lineTo(x, view.height);
      context.stroke();
      context.fillStyle = palette.cursor;
      context.beginPath();
      const top = RULER + view.strip - 10;
      context.moveTo(x - 6, top); context.lineTo(x + 6, top); context.lineTo(x, top + 9);
      context.fill();
      this.drawOnTheWay(palette);
    }
    this.drawRoles(palette);
  }

  drawOnTheWay(palette) {
    const { view, trace, context } = this, t = view.cursor;
    trace.forEachMessage(t, t, message => {
      if (view.hiddenNodes.has(message.from) || view.hiddenNodes.has(message.to)) return;
      const ends = this.diagram.ends(message), part = (t - message.t) / Math.max(message.end - message.t, 1);
      const y2 = trace.isLost(message) ? Diagram.lostEnd(ends).y : ends.y2;
      context.fillStyle = palette.kinds.get(trace.types[message.type].kind);
      context.beginPath();
      context.arc(ends.x1 + (ends.x2 - ends.x1) * part, ends.y1 + (y2 - ends.y1) * part, 4, 0, 7);
      context.fill();
    });
  }

  drawRoles(palette) {
    const { view, trace, context } = this;
    context.font = palette.font(11);
    context.textAlign = "left";
    for (const node of view.lanes()) {
      const state = trace.stateAt(node, view.cursor);
      context.fillStyle = state.role === "LEADER" ? palette.ink : palette.soft;
      context.fillText(ROLE_NAMES[state.role], 14, view.y(node) + 13);
    }
  }

  drawHits(palette) {
    const { view, context } = this;
    context.fillStyle = palette.accent;
    let last = -Infinity;
    for (const hit of this.hits) {
      const x = view.x(hit.t);
      if (x < GUTTER || x > view.width || x < last + 2) continue;
      context.fillRect(x - 0.75, RULER - 3, 1.5, 7);
      last = x;
    }
  }

  highlight(message, palette) {
    const { context, trace } = this, ends = this.diagram.ends(message);
    const end = trace.isLost(message) ? Diagram.lostEnd(ends) : { x: ends.x2, y: ends.y2 };
    context.strokeStyle = palette.kinds.get(trace.types[message.type].kind);
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(ends.x1, ends.y1);
    context.lineTo(end.x, end.y);
    context.stroke();
  }

  // The message whose arrow is nearest to a point, within a few pixels.
  messageAt(x, y) {
    let best = null, least = 6;
    for (const message of this.diagram.visible || []) {
      const ends = this.diagram.ends(message);
      if (x < ends.x1 - 6 || x > ends.x2 + 6) continue;
      const lost = this.trace.isLost(message), y2 = lost ? Diagram.lostEnd(ends).y : ends.y2;
      const dx = ends.x2 - ends.x1, dy = y2 - ends.y1;
      const part = Math.min(Math.max(((x - ends.x1) * dx + (y - ends.y1) * dy) / (dx * dx + dy * dy || 1), 0), 1);
      const distance = Math.hypot(x - ends.x1 - part * dx, y - ends.y1 - part * dy);
      if (distance < least) { least = distance; best = message; }
    }
    return best;
  }

  // What else is near a point: a fault, a client's request, a change of state.
  markAt(x, y) {
    const { view, trace } = this, near = row => Math.abs(view.x(row.t) - x) < 7;
    if (y < RULER + view.strip) {
      const note = trace.notes.find(near);
      if (note) return ["", note.text];
      const hit = trace.violations.find(near) || trace.faults.find(near);
      return hit ? [hit.property || hit.kind, hit.text, hit.t] : null;
    }
    const node = view.lanes().find(id => Math.abs(view.y(id) - y) < view.lane / 2);
    if (!node) return null;
    const offset = y - view.y(node);
    if (Math.abs(offset) <= 9) {
      const fault = trace.faults.find(row => row.node === node && near(row));
      if (fault) return [fault.kind, fault.text, fault.t];
    }
    if (offset < -24) {
      const client = trace.clients.find(row => row.node === node && near(row));
      if (client) return [`client ${client.client}`, client.text, client.t];
    } else if (offset < -9) {
      const entry = trace.appends.get(node).find(near);
      if (entry) return [`entry ${entry.index}`, `term ${entry.term}, ${entry.type} ${entry.label}`, entry.t];
    }
    return null;
  }

  showTip(x, y) {
    const { tip, trace } = this, message = this.hovered;
    const mark = message ? null : this.markAt(x, y);
    tip.hidden = !message && !mark;
    if (tip.hidden) return;
    tip.replaceChildren();
    const add = (tag, text) => tip.appendChild(document.createElement(tag)).textContent = text;
    if (message) {
      const type = trace.types[message.type], took = View.span(message.end - message.t);
      tip.style.setProperty("--swatch", this.diagram.palette.kinds.get(type.kind));
      add("b", type.name);
      tip.append(` ${message.from} → ${message.to}`);
      tip.appendChild(document.createElement("br"));
      tip.append(message.detail || `term=${message.term}`);
      add("em", `${View.instant(message.t, 1000)}, ${message.fate === "" ? "took " + took : trace.isLost(message) ? "lost: " + message.fate : message.fate}`);
    } else {
      tip.style.removeProperty("--swatch");
      add("b", mark[0]);
      tip.append(" " + mark[1]);
      if (mark[2] !== undefined) add("em", View.instant(mark[2], 1000));
    }
    const width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = Math.max(4, Math.min(x + 14, this.view.width - width - 6)) + "px";
    tip.style.top = Math.max(4, y + 16 + height > this.view.height ? y - height - 10 : y + 16) + "px";
  }
}
