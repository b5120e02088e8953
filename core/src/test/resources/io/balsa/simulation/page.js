// Joins the parts: buttons, keys, mouse, play, and the address that keeps what is looked at.
const byId = id => document.getElementById(id);

class Page {
  constructor() {
    this.trace = new Trace(JSON.parse(byId("trace").textContent));
    this.view = new View(this.trace, byId("stage").clientWidth);
    this.palette = new Palette();
    this.diagram = new Diagram(byId("diagram"), this.trace, this.view);
    this.diagram.palette = this.palette;
    this.glass = new Glass(byId("glass"), byId("tip"), this.diagram);
    this.overview = new Overview(byId("overview"), this.diagram);
    this.logs = new Logs(byId("logs"), this.trace, this.view);
    this.logs.palette = () => this.palette;
    this.playing = 0;
    this.dirty = "";
    this.sayFacts();
    this.makeJumps();
    this.makeFilters();
    this.makeSpeeds();
    this.makeLegend();
    this.listen();
    this.beginAt();
    this.redraw("all");
  }

  // ---- drawing, at most once a frame

  redraw(what) {
    if (!this.dirty) requestAnimationFrame(() => this.paint());
    if (this.dirty !== "all") this.dirty = what;
  }

  paint() {
    const all = this.dirty === "all";
    this.dirty = "";
    if (all) this.diagram.draw(this.palette);
    this.glass.draw();
    this.overview.draw();
    this.logs.draw(this.palette);
    byId("clock").textContent = View.instant(this.view.cursor, Math.max(this.view.span / 1000, 1000));
    this.sayNote();
    this.rememberSoon();
  }

  go(t, reveal = true) {
    const view = this.view, before = view.from;
    view.cursor = Math.min(Math.max(t, 0), this.trace.endNs);
    if (reveal) view.reveal(view.cursor);
    this.redraw(view.from === before ? "glass" : "all");
  }

  sayFacts() {
    const { trace } = this, count = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
    byId("intro").textContent = trace.intro;
    byId("facts").textContent = [
      count(trace.nodes.length, "node"), `${View.span(trace.endNs)} simulated`, count(trace.messages.length, "message") + (trace.lost ? `, ${trace.lost.toLocaleString("en")} lost` : ""),
      count(trace.elections.length, "election"), count(trace.faults.length, "fault"),
    ].join(" · ");
    const broken = trace.violations;
    byId("alarm").hidden = broken.length === 0;
    if (broken.length) byId("alarm").textContent = `Violated at ${View.instant(broken[0].t, 1000)}: ${broken[0].property}: ${broken[0].text}` + (broken.length > 1 ? ` (and ${broken.length - 1} more)` : "");
  }

  sayNote() {
    const { notes } = this.trace, i = lastAt(notes, this.view.cursor);
    byId("note").hidden = notes.length === 0;
    byId("note").style.display = notes.length ? "" : "none";
    byId("noteNumber").textContent = i < 0 ? "" : i + 1;
    byId("noteNumber").style.visibility = i < 0 ? "hidden" : "";
    byId("noteText").textContent = i < 0 ? "" : notes[i].text;
    byId("noteBack").disabled = i < 0;
    byId("noteNext").disabled = i === notes.length - 1;
  }

  // ---- controls

  makeJumps() {
    const kinds = [["election", this.trace.elections, "e"], ["fault", this.trace.faults, "f"], ["violation", this.trace.violations, "v"]];
    for (const [name, rows, key] of kinds) {
      if (!rows.length) continue;
      const button = (text, back) => {
        const made = byId("jumps").appendChild(document.createElement("button"));
        made.textContent = text;
        made.title = `The ${back ? `${name} before` : `next ${name}`} (${back ? "shift+" : ""}${key})`;
        made.onclick = () => this.jump(rows, back);
      };
      button("‹", true);
      button(name + " ›", false);
    }
  }

  jump(rows, back) {
    const t = this.view.cursor;
    const row = back ? [...rows].reverse().find(row => row.t < t) : rows.find(row => row.t > t);
    if (!row) return;
    if (rows === this.trace.notes) this.view.focus(row.t, rows);
    this.go(row.t);
    this.redraw("all");
  }

  step(back) {
    const all = this.trace.moments, t = this.view.cursor;
    const i = lastAt(all.map ? this.momentRows() : all, t);
    const next = back ? (all[i] < t ? i : i - 1) : i + 1;
    if (next >= 0 && next < all.length) this.go(all[next]);
  }

  momentRows() {
    return this.rows ??= this.trace.moments.map(t => ({ t }));
  }

  makeFilters() {
    const bar = byId("filters");
    const toggle = (text, title, pressed, change, colour) => {
      const button = bar.appendChild(document.createElement("button"));
      if (colour) {
        const swatch = button.appendChild(document.createElement("i"));
        swatch.style.setProperty("--swatch", colour);
      }
      button.append(text);
      button.title = title;
      button.setAttribute("aria-pressed", pressed);
      button.onclick = () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        if (change(on) === false) return;
        button.setAttribute("aria-pressed", on);
        this.redraw("all");
      };
    };
    bar.append("Nodes");
    for (const node of this.trace.nodes) {
      toggle(node, "Show or hide the node", true, on => {
        if (!on && this.view.lanes().length === 1) return false;
        if (on) this.view.hiddenNodes.delete(node); else this.view.hiddenNodes.add(node);
        return true;
      });
    }
    bar.appendChild(document.createElement("span"));
    for (const type of this.trace.types) {
      if (type.count) toggle(type.name, `${type.count.toLocaleString("en")} of them; show or hide`, true, on => { type.shown = on; }, `var(--m-${type.kind})`);
    }
  }

  makeSpeeds() {
    const perSecond = [1e5, 1e6, 1e7, 5e7, 1e8, 5e8, 1e9, 5e9], fit = this.trace.endNs / 25;
    for (const speed of perSecond) {
      const option = byId("speed").appendChild(document.createElement("option"));
      option.value = speed;
      option.textContent = View.span(speed) + "/s";
    }
    byId("speed").value = perSecond.filter(speed => speed <= fit).pop() || perSecond[0];
  }

  play() {
    this.playing = this.playing ? 0 : performance.now();
    byId("play").textContent = this.playing ? "❚❚" : "▶";
    if (!this.playing) return;
    if (this.view.cursor >= this.trace.endNs) this.view.cursor = 0;
    const frame = now => {
      if (!this.playing) return;
      const passed = (now - this.playing) / 1000 * Number(byId("speed").value);
      this.playing = now;
      this.go(this.view.cursor + Math.max(passed, 0));
      if (this.view.cursor < this.trace.endNs) requestAnimationFrame(frame); else this.play();
    };
    requestAnimationFrame(now => { this.playing = now; requestAnimationFrame(frame); });
  }

  search(back, fresh) {
    const text = byId("search").value.trim();
    if (fresh) {
      this.glass.hits = text ? this.trace.search(text) : [];
      this.hit = -1;
      this.view.selected = null;
    }
    const hits = this.glass.hits;
    if (!fresh && hits.length) {
      this.hit = this.hit < 0 && !back ? Math.max(hits.findIndex(hit => hit.t >= this.view.cursor), 0) : (this.hit + (back ? -1 : 1) + hits.length) % hits.length;
      this.view.selected = hits[this.hit].message || null;
      this.go(hits[this.hit].t);
    }
    byId("hits").textContent = !text ? "" : this.hit < 0 ? `${hits.length} hits` : `${this.hit + 1} of ${hits.length}`;
    this.redraw("glass");
  }

  makeLegend() {
    const legend = byId("legend");
    const add = (text, sign) => {
      const item = legend.appendChild(document.createElement("span"));
      if (sign) item.appendChild(sign);
      item.append(text);
    };
    const lane = (width, dash) => {
      const sign = document.createElement("canvas");
      const context = sizeCanvas(sign, 30, 14);
      sign.style.width = "30px";
      context.strokeStyle = width > 2 ? this.palette.term(1) : this.palette.soft;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(0, 7);
      context.lineTo(30, 7);
      context.stroke();
      return sign;
    };
    const cell = classes => {
      const sign = document.createElement("div");
      sign.className = "cell " + classes;
      sign.style.setProperty("--term", this.palette.term(1));
      return sign;
    };
    legend.replaceChildren();
    add("leader", lane(12, []));
    add("candidate", lane(6, [7, 3]));
    add("pre-candidate", lane(6, [2.5, 2.5]));
    add("follower", lane(1.6, []));
    add("learner", lane(1.6, [1, 4]));
    add("colour of lane and cell: term");
    add("boxed number: entry appended");
    add("✓ number: commit index");
    add("written", cell(""));
    add("synced", cell("durable"));
    add("committed", cell("durable committed"));
    add("applied", cell("durable committed applied"));
  }

  // ---- mouse, keys, address

  listen() {
    const stage = byId("stage"), view = this.view;
    let press = null;
    const at = event => { const box = stage.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    stage.onpointerdown = event => { press = { x: event.clientX, moved: false }; stage.setPointerCapture(event.pointerId); };
    stage.onpointermove = event => {
      const [x, y] = at(event);
      if (press) {
        const by = event.clientX - press.x;
        if (!press.moved && Math.abs(by) < 4) return;
        press.moved = true;
        press.x = event.clientX;
        stage.classList.add("dragging");
        view.pan(-by);
        this.redraw("all");
        return;
      }
      this.glass.hovered = this.glass.messageAt(x, y);
      this.glass.showTip(x, y);
      this.redraw("glass");
    };
    stage.onpointerup = event => {
      const [x, y] = at(event);
      stage.classList.remove("dragging");
      if (press && !press.moved && x >= GUTTER - 6) {
        view.selected = this.glass.messageAt(x, y);
        this.go(view.selected ? view.selected.t : view.time(x), false);
      }
      press = null;
    };
    stage.onpointerleave = () => { this.glass.hovered = null; byId("tip").hidden = true; this.redraw("glass"); };
    stage.addEventListener("wheel", event => {
      event.preventDefault();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) view.pan(event.deltaX || event.deltaY);
      else view.zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 120) / 400), at(event)[0]);
      this.redraw("all");
    }, { passive: false });
    this.listenOverview();
    this.listenControls();
    this.listenWindow();
  }

  listenOverview() {
    const strip = byId("overview");
    let held = false;
    const scrub = event => this.go(this.overview.time(event.clientX - strip.getBoundingClientRect().left));
    strip.onpointerdown = event => { held = true; strip.setPointerCapture(event.pointerId); scrub(event); };
    strip.onpointermove = event => { if (held) scrub(event); };
    strip.onpointerup = () => { held = false; };
  }

  listenControls() {
    byId("play").onclick = () => this.play();
    document.querySelectorAll("[data-key]").forEach(button => { button.onclick = () => this.key(button.dataset.key, false); });
    byId("noteBack").onclick = () => this.key("p", false);
    byId("noteNext").onclick = () => this.key("n", false);
    byId("search").oninput = () => this.search(false, true);
    byId("search").onkeydown = event => {
      if (event.key === "Enter") this.search(event.shiftKey, false);
      if (event.key === "Escape") event.target.blur();
      event.stopPropagation();
    };
    document.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input")) return;
      if (event.key === " " && event.target.matches("button")) return;
      if (this.key(event.key, event.shiftKey)) event.preventDefault();
    });
  }

  key(key, shift) {
    const view = this.view, cursorX = Math.min(Math.max(view.x(view.cursor), GUTTER), view.width);
    const moves = {
      " ": () => this.play(), "+": () => view.zoom(1 / 1.5, cursorX), "=": () => view.zoom(1 / 1.5, cursorX), "-": () => view.zoom(1.5, cursorX),
      0: () => view.show(0, this.trace.endNs), ArrowLeft: () => shift ? view.pan(-view.plot / 5) : this.step(true),
      ArrowRight: () => shift ? view.pan(view.plot / 5) : this.step(false), n: () => this.jump(this.trace.notes, false), p: () => this.jump(this.trace.notes, true),
      e: () => this.jump(this.trace.elections, shift), f: () => this.jump(this.trace.faults, shift), v: () => this.jump(this.trace.violations, shift),
      "/": () => byId("search").focus(), Escape: () => { view.selected = null; }, Home: () => this.go(0), End: () => this.go(this.trace.endNs),
    };
    const move = moves[key] || moves[key.toLowerCase()];
    if (!move) return false;
    move();
    this.redraw("all");
    return true;
  }

  listenWindow() {
    const refresh = () => {
      this.view.width = byId("stage").clientWidth;
      this.palette = new Palette();
      this.makeLegend();
      this.redraw("all");
    };
    new ResizeObserver(refresh).observe(byId("stage"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);
    for (const event of ["beforeprint", "afterprint"]) addEventListener(event, () => { refresh(); this.dirty = "all"; this.paint(); });
    addEventListener("hashchange", () => { if (location.hash !== this.remembered) { this.beginAt(); this.redraw("all"); } });
  }

  // #t=12.5,from=10,to=20 in milliseconds.
  beginAt() {
    const part = name => { const found = new RegExp(`\\b${name}=([\\d.]+)`).exec(location.hash); return found ? Number(found[1]) * 1e6 : null; };
    const first = this.trace.violations[0] || this.trace.notes[0];
    const begin = part("t") ?? (first ? first.t : 0), from = part("from");
    if (from !== null) this.view.show(from, part("to") ?? this.trace.endNs);
    else if (this.trace.messages.length > 1200) {
      const span = this.trace.endNs * 300 / this.trace.messages.length;
      this.view.show(begin - span / 2, begin + span / 2);
    }
    this.view.cursor = Math.min(begin, this.trace.endNs);
  }

  rememberSoon() {
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      const ms = ns => +(ns / 1e6).toFixed(3);
      this.remembered = `#t=${ms(this.view.cursor)},from=${ms(this.view.from)},to=${ms(this.view.to)}`;
      try { history.replaceState(null, "", this.remembered); } catch (_) { /* a page from a file may not be let to */ }
    }, 400);
  }
}

new Page();
