// The nodes and their logs at the time of the cursor; the same index stands in the same column, so that logs can be compared.
const CELL = 66, STATE = 262;

class Logs {
  constructor(section, trace, view) {
    this.section = section;
    this.trace = trace;
    this.view = view;
    this.back = 0;
    this.shown = "";
  }

  draw(palette) {
    const { trace, view } = this, t = view.cursor, nodes = view.lanes();
    const states = nodes.map(node => trace.stateAt(node, t));
    const newest = Math.max(0, ...states.map(state => state.last)), room = Math.max(3, Math.floor((view.width - STATE - 30) / CELL));
    // Where what is committed ends is more telling than where the longest log ends.
    const calm = Math.min(newest, Math.max(...states.map(state => state.commit)) - 4 + room);
    this.back = Math.max(calm - newest, Math.min(this.back, calm - room));
    const last = Math.max(calm - this.back, Math.min(room, 8)), first = Math.max(1, last - room + 1);
    const key = JSON.stringify([t, first, last, nodes, view.width, palette.card]);
    if (key === this.shown) return;
    this.shown = key;
    const table = document.createElement("table"), head = table.insertRow();
    this.head(head, `At ${View.instant(t, 1e4)}`).appendChild(this.pager(first, last, newest, room));
    for (let index = first; index <= last; index++) this.head(head, index);
    for (let i = last - first + 1; i < room; i++) this.head(head, "");
    nodes.forEach((node, i) => this.row(table.insertRow(), node, states[i], first, last, palette));
    this.section.replaceChildren(table);
  }

  head(row, text) {
    const cell = row.appendChild(document.createElement("th"));
    cell.textContent = text;
    cell.scope = "col";
    return cell;
  }

  row(row, node, state, first, last, palette) {
    row.insertCell().appendChild(this.who(node, state, palette));
    for (let index = first; index <= last; index++) {
      const cell = row.insertCell();
      if (index > state.last) continue;
      cell.appendChild(index < state.first ? this.compacted(index, state) : this.entry(node, index, state, palette));
    }
  }

  who(node, state, palette) {
    const who = document.createElement("div");
    who.className = "who " + state.role;
    who.style.setProperty("--term", palette.term(state.term));
    who.appendChild(document.createElement("b")).textContent = node;
    const words = who.appendChild(document.createElement("span"));
    words.append(`${ROLE_NAMES[state.role]}, term ${state.term}` + (state.role === "LEADER" || state.role === "DOWN" ? "" : state.leader ? `, follows ${state.leader}` : ", no leader"));
    const membership = this.trace.membershipWord(node, state.membership);
    if (membership) words.append(", " + membership.split(" ")[0]);
    const more = [state.vote ? `voted ${state.vote}` : "no vote"];
    more.push(`commit ${state.commit}`, `applied ${state.applied}`);
    words.appendChild(document.createElement("em")).textContent = more.join(" · ");
    who.title = state.membership;
    return who;
  }

  compacted(index, state) {
    const cell = document.createElement("div");
    cell.className = "cell snapshot";
    cell.title = `in the snapshot up to ${state.first - 1}`;
    cell.textContent = index === state.first - 1 ? "snapshot" : "";
    return cell;
  }

  entry(node, index, state, palette) {
    const entry = this.trace.entryAt(node, index, this.view.cursor), cell = document.createElement("div");
    const words = [];
    cell.className = "cell";
    const mark = (name, limit) => { if (index <= limit) { cell.classList.add(name); words.push(name); } };
    mark("durable", state.durable);
    mark("committed", state.commit);
    mark("applied", state.applied);
    if (!entry) return cell;
    cell.style.setProperty("--term", palette.term(entry.term));
    cell.append(entry.label || entry.type.toLowerCase());
    cell.appendChild(document.createElement("small")).textContent = "term " + entry.term;
    cell.title = `index ${index}, term ${entry.term}, ${entry.type}: ${entry.label}; ${words.join(", ") || "only written"}`;
    return cell;
  }

  pager(first, last, newest, room) {
    const pager = document.createElement("span");
    pager.className = "older";
    if (newest <= room) return pager;
    const button = (text, title, by, off) => {
      const made = pager.appendChild(document.createElement("button"));
      made.textContent = text;
      made.title = title;
      made.disabled = off;
      made.onclick = () => { this.back += by; this.draw(this.palette()); };
    };
    button("‹", "Older entries", Math.max(1, room - 2), first <= 1);
    button("›", "Newer entries", -Math.max(1, room - 2), last >= newest);
    return pager;
  }
}
