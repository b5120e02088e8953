// The space-time diagram: nodes as lanes, time from left to right, messages as arrows. Draws only what is in view, and of what
// would fall on the same pixels only one.
const TERM_COLOURS = 8;
const FAULT_SIGNS = {
  crash: "✕", restart: "↻", pause: "‖", resume: "▸", disk: "◉", clock: "◷", membership: "⊕", transfer: "⇄", snapshot: "▣", slow: "≋", address: "⌂", network: "~",
};

class Palette {
  constructor() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue("--" + name).trim();
    for (const name of ["card", "ink", "soft", "faint", "line", "grid", "bad", "fault", "fault-back", "cursor", "accent"]) this[name] = colour(name);
    this.terms = Array.from({ length: TERM_COLOURS }, (_, i) => colour("t" + i));
    this.kinds = new Map(KINDS.map(([kind]) => [kind, colour("m-" + kind)]));
    this.font = size => `${size}px ${getComputedStyle(document.body).fontFamily}`;
  }

  term(term) { return term > 0 ? this.terms[(term - 1) % TERM_COLOURS] : this.faint; }
}

// Lets a label be drawn where it keeps its distance from the one before in its row.
class Row {
  constructor(gap) { this.gap = gap; this.end = -Infinity; }

  isFree(x) { return x >= this.end + this.gap; }

  take(x, width) {
    if (!this.isFree(x)) return false;
    this.end = x + width;
    return true;
  }
}

class Diagram {
  constructor(canvas, trace, view) {
    this.canvas = canvas;
    this.trace = trace;
    this.view = view;
    this.spans = new Map(trace.nodes.map(node => [node, this.spansOf(node)]));
    this.commits = new Map(trace.nodes.map(node => [node, this.commitsOf(node)]));
  }

  // Times in which a node's role and term do not change.
  spansOf(node) {
    const trace = this.trace, spans = [];
    const downs = trace.outages.filter(outage => outage.kind === "crash" && outage.node === node);
    const changes = trace.states.get(node).map(row => row.t)
      .concat(trace.memberships.get(node).map(row => row.t), downs.flatMap(down => [down.t, down.end]));
    for (const t of [...new Set(changes)].sort((a, b) => a - b)) {
      const { role, term } = trace.stateAt(node, t), last = spans[spans.length - 1];
      if (last && last.role === role && last.term === term) continue;
      if (last) last.end = t;
      spans.push({ t, end: trace.endNs, role, term });
    }
    return spans;
  }

  commitsOf(node) {
    let commit = 0;
    return this.trace.states.get(node).filter(row => {
      const more = row.commit > commit;
      commit = row.commit;
      return more;
    });
  }

  draw(palette) {
    const view = this.view;
    this.palette = palette;
    this.context = sizeCanvas(this.canvas, view.width, view.height);
    this.clip(() => {
      for (const node of view.lanes()) this.drawTerms(node);
      this.drawPartitions();
      this.drawGrid();
      for (const node of view.lanes()) this.drawRoles(node);
      for (const node of view.lanes()) this.drawMemberships(node);
      this.drawMessages();
      for (const node of view.lanes()) this.drawMarks(node);
      for (const node of view.lanes()) this.drawNodeFaults(node);
      this.drawStrip();
    });
    this.drawGutter();
  }

  clip(drawing) {
    const context = this.context;
    context.save();
    context.beginPath();
    context.rect(GUTTER - 6, 0, this.view.width - GUTTER + 6, this.view.height);
    context.clip();
    drawing();
    context.restore();
  }

  inView(rows, callback) {
    const { from, to } = this.view;
    for (let i = Math.max(lastAt(rows, from), 0); i < rows.length && rows[i].t <= to; i++) callback(rows[i]);
  }

  drawTerms(node) {
    const { context, view, palette } = this, y = view.y(node), height = view.band;
    this.inView(this.spans.get(node), span => {
      const x = Math.max(view.x(span.t), GUTTER - 6), end = view.x(Math.min(span.end, view.trace.endNs));
      context.globalAlpha = span.role === "DOWN" ? 0.05 : 0.16;
      context.fillStyle = palette.term(span.term);
      context.fillRect(x, y - height / 2, Math.max(end - x, 0.5), height);
    });
    context.globalAlpha = 1;
  }

  drawPartitions() {
    const { context, view, palette } = this;
    for (const outage of this.trace.outages) {
      if (outage.kind !== "partition" || outage.end < view.from || outage.t > view.to) continue;
      const x = view.x(outage.t), width = view.x(outage.end) - x;
      for (const node of view.lanes()) {
        const away = outage.sides && outage.sides.get(node) > 0;
        context.fillStyle = palette["fault-back"];
        context.globalAlpha = away ? 0.75 : outage.sides ? 0.18 : 0.4;
        context.fillRect(x, view.y(node) - view.lane / 2, width, view.lane);
      }
      context.globalAlpha = 1;
      context.strokeStyle = palette.fault;
      context.setLineDash([4, 3]);
      for (const edge of [x, x + width]) this.line(edge, RULER + view.strip, edge, view.height, 1);
      context.setLineDash([]);
    }
  }

  drawGrid() {
    const { context, view, palette } = this, step = view.step();
    context.font = palette.font(11);
    context.textAlign = "center";
    for (let t = Math.ceil(view.from / step) * step; t <= view.to; t += step) {
      const x = view.x(t);
      context.strokeStyle = palette.grid;
      this.line(x, RULER, x, view.height, 1);
      context.fillStyle = palette.soft;
      if (x > GUTTER + 18 && x < view.width - 24) context.fillText(View.instant(t, step), x, 14);
    }
  }

  line(x1, y1, x2, y2, width) {
    const context = this.context;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }

  drawRoles(node) {
    const { context, view, palette } = this, y = view.y(node), labels = new Row(6);
    let labelled = 0;
    this.inView(this.spans.get(node), span => {
      const x = Math.max(view.x(span.t), GUTTER - 6), end = Math.min(view.x(span.end), view.width);
      if (end < x) return;
      const leads = span.role === "LEADER", asks = span.role.endsWith("CANDIDATE");
      context.strokeStyle = leads || asks ? palette.term(span.term) : span.role === "FOLLOWER" ? palette.soft : palette.faint;
      context.setLineDash(span.role === "CANDIDATE" ? [7, 3] : span.role === "PRE_CANDIDATE" ? [2.5, 2.5] : span.role === "FOLLOWER" ? [] : leads ? [] : [1, 4]);
      if (span.role !== "DOWN") this.line(x, y, end, y, leads ? 13 : asks ? 6 : 1.6);
      context.setLineDash([]);
      const text = leads ? `leader, term ${span.term}` : `term ${span.term}`, width = leads ? 88 : 42;
      if (span.term === 0 || span.role === "DOWN" || (span.term === labelled && !leads) || end - x < width || !labels.take(x, width)) return;
      this.termLabel(text, x + (view.x(span.t) < x ? 2 : 9), y, leads);
      labelled = span.term;
    });
  }

  termLabel(text, x, y, leads) {
    const { context, palette } = this;
    context.font = (leads ? "600 " : "") + palette.font(10.5);
    if (!leads) {
      context.fillStyle = palette.card;
      context.fillRect(x, y - 7, context.measureText(text).width + 8, 14);
    }
    context.fillStyle = leads ? "#fff" : palette.soft;
    context.textAlign = "left";
    context.fillText(text, x + 4, y + 3.5);
  }

  // A line along the lower edge of the lane while a node is in a joint membership, or in none.
  drawMemberships(node) {
    const { context, view, palette, trace } = this, y = view.y(node) + view.band / 2 + 2, rows = trace.memberships.get(node);
    rows.forEach((row, i) => {
      const word = trace.membershipWord(node, row.text), end = view.x(i + 1 < rows.length ? rows[i + 1].t : trace.endNs);
      const x = Math.max(view.x(row.t), GUTTER - 6);
      if (!word || end < x) return;
      context.strokeStyle = context.fillStyle = word === "left" ? palette.faint : palette.kinds.get("transfer");
      this.line(x, y, end, y, 2);
      context.font = palette.font(10);
      context.textAlign = "left";
      if (context.measureText(word).width < end - x) context.fillText(word, x + 4, y + 11);
    });
  }

  // ---- messages

  // One message of those that would fall on the same pixels; coarser where there are very many.
  choose(pixels) {
    const { view, trace } = this, taken = new Set(), chosen = [];
    trace.forEachMessage(view.from, view.to, message => {
      if (view.hiddenNodes.has(message.from) || view.hiddenNodes.has(message.to)) return;
      const x = view.x(message.t), bucket = Math.round(x / pixels), length = Math.min(Math.round((view.x(message.end) - x) / 8), 63);
      const key = ((((bucket * 64 + length) * 16 + message.from) * 16 + message.to) * 32 + message.type) * 2 + (trace.isLost(message) ? 1 : 0);
      if (taken.has(key)) return;
      taken.add(key);
      chosen.push(message);
    });
    return chosen;
  }

  drawMessages() {
    const { trace } = this, fine = this.choose(2), chosen = fine.length > 5000 ? this.choose(8) : fine;
    this.visible = chosen;
    const alpha = Math.min(0.95, Math.max(0.06, 700 / chosen.length));
    for (const [kind, colour] of this.palette.kinds) {
      const own = chosen.filter(message => trace.types[message.type].kind === kind);
      this.strokeMessages(own.filter(message => !trace.isLost(message)), colour, alpha, kind === "heartbeat");
      this.strokeLost(own.filter(message => trace.isLost(message)), colour, alpha);
    }
  }

  ends(message) {
    const view = this.view, down = view.y(message.to) > view.y(message.from) ? 1 : -1;
    return { x1: view.x(message.t), y1: view.y(message.from) + 4 * down, x2: view.x(message.end), y2: view.y(message.to) - 7 * down };
  }

  strokeMessages(messages, colour, alpha, quiet) {
    const context = this.context;
    context.strokeStyle = context.fillStyle = colour;
    context.globalAlpha = quiet ? alpha * 0.7 : alpha;
    context.lineWidth = (quiet ? 0.9 : 1.3) * (alpha < 0.5 ? 0.6 : 1);
    context.beginPath();
    for (const message of messages) {
      const { x1, y1, x2, y2 } = this.ends(message);
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    context.stroke();
    if (alpha > 0.4) messages.filter(message => message.fate === "").forEach(message => this.head(this.ends(message)));
    context.globalAlpha = 1;
  }

  head({ x1, y1, x2, y2 }) {
    const context = this.context, angle = Math.atan2(y2 - y1, x2 - x1), size = 6.5;
    context.beginPath();
    context.moveTo(x2, y2);
    context.lineTo(x2 - size * Math.cos(angle - 0.38), y2 - size * Math.sin(angle - 0.38));
    context.lineTo(x2 - size * Math.cos(angle + 0.38), y2 - size * Math.sin(angle + 0.38));
    context.fill();
  }

  // A lost message ends on its way, in a cross.
  static lostEnd({ x1, y1, x2, y2 }) {
    return { x: x2, y: y1 + (y2 - y1) * 0.62 };
  }

  strokeLost(messages, colour, alpha) {
    const context = this.context;
    context.strokeStyle = colour;
    context.globalAlpha = alpha;
    context.lineWidth = 1;
    // Dashes side by side would make a pattern that means nothing.
    context.setLineDash(alpha < 0.3 ? [] : [4, 3]);
    context.beginPath();
    for (const message of messages) {
      const ends = this.ends(message), end = Diagram.lostEnd(ends);
      context.moveTo(ends.x1, ends.y1);
      context.lineTo(end.x, end.y);
    }
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = Math.min(alpha * 2, 1);
    context.lineWidth = alpha < 0.5 ? 1 : 1.6;
    context.strokeStyle = this.palette.bad;
    context.beginPath();
    for (const message of messages) {
      const { x, y } = Diagram.lostEnd(this.ends(message)), size = alpha < 0.5 ? 1.6 : 3.2;
      context.moveTo(x - size, y - size); context.lineTo(x + size, y + size);
      context.moveTo(x + size, y - size); context.lineTo(x - size, y + size);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  // ---- what happens on a node

  drawMarks(node) {
    const { context, view, palette, trace } = this, y = view.y(node);
    const appends = trace.appends.get(node), crowd = (lastAt(appends, view.to) - lastAt(appends, view.from)) / view.plot;
    const boxes = new Row(3), commits = new Row(crowd < 0.08 ? 8 : 50), clients = new Row(4);
    context.font = palette.font(10);
    // So many that few could be shown say nothing.
    if (crowd < 0.08) this.inView(appends, entry => {
      const text = String(entry.index), width = context.measureText(text).width + 7, x = view.x(entry.t);
      if (x - width / 2 < GUTTER - 6 || !boxes.take(x - width / 2, width)) return;
      context.fillStyle = palette.card;
      context.fillRect(x - width / 2, y - 24, width, 13);
      context.strokeStyle = palette.term(entry.term);
      context.lineWidth = 1.2;
      context.strokeRect(x - width / 2, y - 24, width, 13);
      context.fillStyle = palette.ink;
      context.textAlign = "center";
      context.fillText(text, x, y - 14);
    });
    this.inView(this.commits.get(node), state => {
      const text = "✓" + state.commit, x = view.x(state.t);
      if (x < GUTTER - 6 || !commits.isFree(x)) return;
      commits.take(x, context.measureText(text).width);
      context.strokeStyle = palette.ink;
      this.line(x, y + 8, x, y + 12, 1.2);
      context.textAlign = "left";
      context.strokeStyle = palette.card;
      context.lineWidth = 3;
      context.strokeText(text, x - 2, y + 22);
      context.fillStyle = palette.ink;
      context.fillText(text, x - 2, y + 22);
    });
    const asked = trace.clients.filter(client => client.node === node);
    if (crowd < 0.08) this.inView(asked, client => {
      const x = view.x(client.t);
      if (!clients.take(x - 3, 6)) return;
      context.fillStyle = palette.soft;
      context.beginPath();
      context.moveTo(x - 3, y - 31); context.lineTo(x + 3, y - 31); context.lineTo(x, y - 26);
      context.fill();
    });
  }

  drawNodeFaults(node) {
    const { context, view, palette, trace } = this, y = view.y(node), height = view.band;
    for (const outage of trace.outages) {
      if (outage.node !== node || outage.end < view.from || outage.t > view.to) continue;
      const x = Math.max(view.x(outage.t), GUTTER - 6), end = Math.min(view.x(outage.end), view.width);
      this.hatch(x, y - height / 2, end - x, height, outage.kind === "crash" ? palette.faint : palette.fault);
      if (end - x > 40) this.badge(outage.kind === "crash" ? "down" : "paused", (x + end) / 2, y);
    }
    const labels = new Row(4);
    this.inView(trace.faults.filter(fault => fault.node === node), fault => {
      const x = view.x(fault.t);
      if (x < GUTTER - 6 || !labels.take(x - 8, 16)) return;
      context.fillStyle = fault.kind === "crash" ? palette.bad : palette.fault;
      context.beginPath();
      context.arc(x, y, 8, 0, 7);
      context.fill();
      context.fillStyle = palette.card;
      context.font = "600 " + palette.font(11);
      context.textAlign = "center";
      context.fillText(FAULT_SIGNS[fault.kind] || "!", x, y + 4);
    });
  }

  hatch(x, y, width, height, colour) {
    const context = this.context;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.strokeStyle = colour;
    context.globalAlpha = 0.45;
    context.lineWidth = 1;
    context.beginPath();
    for (let at = x - height - (x % 8); at < x + width; at += 8) {
      context.moveTo(at, y + height);
      context.lineTo(at + height, y);
    }
    context.stroke();
    context.restore();
  }

  badge(text, x, y) {
    const { context, palette } = this;
    context.font = palette.font(11);
    const width = context.measureText(text).width + 10;
    context.fillStyle = palette.card;
    context.fillRect(x - width / 2, y - 8, width, 16);
    context.fillStyle = palette.soft;
    context.textAlign = "center";
    context.fillText(text, x, y + 4);
  }

  // ---- the strip above the lanes: moments that are explained, faults, violations

  drawStrip() {
    const { context, view, palette, trace } = this, above = RULER + STRIP_ROW / 2, below = RULER + view.strip - 4 - STRIP_ROW / 2;
    const faults = new Row(8), row = new Row(8);
    for (const violation of trace.violations) {
      const x = view.x(violation.t);
      context.strokeStyle = palette.bad;
      this.line(x, RULER, x, view.height, 2);
      this.stripLabel(row, x, above, "violated: " + violation.property, palette.bad);
    }
    trace.notes.forEach((note, i) => this.noteMark(i + 1, view.x(note.t), above, row));
    this.inView(trace.faults.filter(fault => fault.node === 0 || fault.kind === "crash"),
      fault => this.stripLabel(faults, view.x(fault.t), below, this.faultText(fault), palette.fault));
  }

  faultText(fault) {
    if (fault.kind === "crash") return `✕ node ${fault.node} crashes`;
    if (fault.kind === "partition") return `partition ${fault.text}`;
    return fault.kind === "heal" ? "healed" : `${fault.kind} ${fault.text}`;
  }

  stripLabel(row, x, y, text, colour) {
    const { context, palette } = this;
    context.strokeStyle = context.fillStyle = colour;
    context.font = palette.font(11.5);
    const words = text.length > 46 ? text.slice(0, 45) + "…" : text, width = context.measureText(words).width + 6;
    const fits = row.take(x, width);
    this.line(x, fits ? y - STRIP_ROW / 2 + 2 : y + STRIP_ROW / 2 - 3, x, y + STRIP_ROW / 2, 1);
    if (!fits) return;
    context.textAlign = "left";
    context.fillText(words, x + 4, y + 4);
  }

  noteMark(number, x, y, row) {
    const { context, palette } = this;
    if (!row.take(x - 9, 18)) return;
    context.fillStyle = palette.ink;
    context.beginPath();
    context.arc(x, y, 8.5, 0, 7);
    context.fill();
    context.fillStyle = palette.card;
    context.font = "600 " + palette.font(11);
    context.textAlign = "center";
    context.fillText(String(number), x, y + 4);
  }

  drawGutter() {
    const { context, view, palette } = this;
    context.textAlign = "left";
    for (const node of view.lanes()) {
      context.fillStyle = palette.ink;
      context.font = "600 " + palette.font(14);
      context.fillText("node " + node, 14, view.y(node) - 1);
    }
  }
}

// Makes a canvas fit its size in the page and the pixels of the screen.
function sizeCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = height + "px";
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
