// What was recorded, made quick to look up. The columns of each list are those that RecordedTrace documents.
const KINDS = [
  ["vote", /^(Vote|PreVote)/], ["append", /^Append/], ["heartbeat", /^Heartbeat/], ["snapshot", /^Snapshot/],
  ["transfer", /^Timeout/], ["read", /^Read/], ["other", /./],
];
const ROLE_NAMES = {
  LEADER: "leader", CANDIDATE: "candidate", PRE_CANDIDATE: "pre-candidate", FOLLOWER: "follower", LEARNER: "learner", WITNESS: "witness", DOWN: "down",
};

// The number of the last row whose time is not after t, -1 for none; rows are in the order of time.
function lastAt(rows, t) {
  let low = 0, high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].t <= t) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function lastOf(rows, t) {
  const i = lastAt(rows, t);
  return i < 0 ? null : rows[i];
}

class Trace {
  constructor(json) {
    this.nodes = json.nodes;
    this.lane = new Map(json.nodes.map((id, lane) => [id, lane]));
    this.endNs = Math.max(json.endNs, 1);
    this.intro = json.intro;
    this.types = json.messageTypes.map(name => ({ name, kind: KINDS.find(kind => kind[1].test(name))[0], count: 0, shown: true }));
    this.messages = json.messages.map(([t, from, to, type, term, detail, end, fate]) => {
      this.types[type].count++;
      return { t, from, to, type, term, detail, end: end ?? this.endNs, fate: end === null ? "on its way" : fate };
    });
    this.lost = this.messages.filter(message => this.isLost(message)).length;
    this.latestEnd = [];
    let latest = 0;
    for (const message of this.messages) this.latestEnd.push(latest = Math.max(latest, message.end));
    this.faults = json.faults.map(([t, node, kind, text]) => ({ t, node, kind, text }));
    this.clients = json.clients.map(([t, client, node, text]) => ({ t, client, node, text }));
    this.violations = json.violations.map(([t, property, text]) => ({ t, property, text }));
    this.notes = json.notes.map(([t, text]) => ({ t, text }));
    this.readNodes(json);
    this.readOutages();
    this.readElections();
    this.moments = this.everyMoment();
  }

  isLost(message) { return message.fate !== "" && message.fate !== "on its way"; }

  readNodes(json) {
    const perNode = () => new Map(this.nodes.map(id => [id, []]));
    this.states = perNode(); this.memberships = perNode(); this.persists = perNode(); this.appends = perNode();
    this.entries = new Map(this.nodes.map(id => [id, new Map()]));
    for (const [t, node, role, term, vote, leader, first, last, lastTerm, commit, applied] of json.states) {
      this.states.get(node).push({ t, role, term, vote, leader, first, last, lastTerm, commit, applied });
    }
    for (const [t, node, text] of json.memberships) this.memberships.get(node).push({ t, text });
    for (const [t, node, index] of json.persists) this.persists.get(node).push({ t, index });
    for (const [t, node, index, term, type, label] of json.entries) {
      const entry = { t, index, term, type, label }, byIndex = this.entries.get(node);
      this.appends.get(node).push(entry);
      if (!byIndex.has(index)) byIndex.set(index, []);
      byIndex.get(index).push(entry);
    }
  }

  // Times in which a node is down or paused, and in which the network is parted: {t, end, node, kind, text, sides}.
  readOutages() {
    this.outages = [];
    const open = new Map();
    const close = (key, t) => { if (open.has(key)) { open.get(key).end = t; open.delete(key); } };
    const begin = (key, fault) => {
      close(key, fault.t);
      const outage = { ...fault, end: this.endNs };
      open.set(key, outage);
      this.outages.push(outage);
      return outage;
    };
    for (const fault of this.faults) {
      if (fault.kind === "crash") { close("pause" + fault.node, fault.t); begin("crash" + fault.node, fault); }
      if (fault.kind === "restart") close("crash" + fault.node, fault.t);
      if (fault.kind === "pause") begin("pause" + fault.node, fault);
      if (fault.kind === "resume") close("pause" + fault.node, fault.t);
      if (fault.kind === "partition") begin("partition", fault).sides = this.sides(fault.text);
      if (fault.kind === "heal") close("partition", fault.t);
    }
  }

  // "1 2 | 3": which side each node is on. The greater one is side 0; null when the text does not say it.
  sides(text) {
    const groups = text.split("|").map(group => (group.match(/\d+/g) || []).map(Number));
    if (groups.length < 2 || !groups.flat().every(id => this.lane.has(id))) return null;
    groups.sort((a, b) => b.length - a.length);
    return new Map(groups.flatMap((group, side) => group.map(id => [id, side])));
  }

  readElections() {
    this.elections = [];
    for (const [node, rows] of this.states) {
      rows.forEach((row, i) => {
        if (row.role === "LEADER" && (i === 0 || rows[i - 1].role !== "LEADER" || rows[i - 1].term !== row.term)) {
          this.elections.push({ t: row.t, node, term: row.term });
        }
      });
    }
    this.elections.sort((a, b) => a.t - b.t);
  }

  everyMoment() {
    const times = [0, this.endNs];
    for (const rows of this.states.values()) rows.forEach(row => times.push(row.t));
    for (const rows of [this.faults, this.violations, this.notes]) rows.forEach(row => times.push(row.t));
    this.messages.forEach(message => times.push(message.t, message.end));
    return [...new Set(times)].sort((a, b) => a - b);
  }

  isDown(node, t) {
    return this.outages.some(outage => outage.kind === "crash" && outage.node === node && outage.t <= t && t < outage.end);
  }

  isOf(set, node, t) {
    const row = lastOf(this.memberships.get(node), t);
    const ids = row && new RegExp(set + "=[^a-z]*").exec(row.text);
    return !!ids && (ids[0].match(/\d+/g) || []).map(Number).includes(node);
  }

  // The role that is shown: the core's, but learner and witness for those that have no vote or no payload.
  roleOf(node, state, t) {
    if (state.role !== "FOLLOWER") return state.role;
    return this.isOf("learners", node, t) ? "LEARNER" : this.isOf("witnesses", node, t) ? "WITNESS" : "FOLLOWER";
  }

  // "joint (1 2) && (1 2 3)" while both count, "left" for a node that is no member; else empty.
  membershipWord(node, text) {
    if (text.includes("&&")) return "joint " + text.replace(/^voters=/, "").replace("&&", " && ").replace(/ autoleave$/, "");
    return text && !(text.match(/\d+/g) || []).map(Number).includes(node) ? "left" : "";
  }

  stateAt(node, t) {
    const state = lastOf(this.states.get(node), t);
    if (!state) return { role: "DOWN", term: 0, vote: 0, leader: 0, first: 1, last: 0, commit: 0, applied: 0, durable: 0, membership: "" };
    const membership = lastOf(this.memberships.get(node), t), persisted = lastOf(this.persists.get(node), t);
    return {
      ...state,
      role: this.isDown(node, t) ? "DOWN" : this.roleOf(node, state, t),
      durable: persisted ? persisted.index : this.persists.get(node).length ? 0 : state.last,
      membership: membership ? membership.text : "",
    };
  }

  entryAt(node, index, t) {
    const versions = this.entries.get(node).get(index);
    return versions ? lastOf(versions, t) : null;
  }

  // Calls back for each message of a shown type that is on its way at some time of the range.
  forEachMessage(from, to, callback) {
    const all = this.messages;
    let low = 0, high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.latestEnd[middle] < from) low = middle + 1; else high = middle;
    }
    for (let i = low; i < all.length && all[i].t <= to; i++) {
      if (all[i].end >= from && this.types[all[i].type].shown) callback(all[i]);
    }
  }

  // Where a text occurs: {t, message?, node?, what}, in the order of time.
  search(text) {
    const wanted = text.toLowerCase(), hits = [];
    const look = (t, what, more) => { if (what.toLowerCase().includes(wanted)) hits.push({ t, what, ...more }); };
    for (const message of this.messages) {
      look(message.t, `${this.types[message.type].name} ${message.from}>${message.to} ${message.detail} ${message.fate}`, { message });
    }
    for (const [node, rows] of this.appends) rows.forEach(row => look(row.t, `entry ${row.index} ${row.type} ${row.label}`, { node }));
    for (const [node, rows] of this.memberships) rows.forEach(row => look(row.t, row.text, { node }));
    for (const fault of this.faults) look(fault.t, `${fault.kind} ${fault.text}`, { node: fault.node });
    for (const client of this.clients) look(client.t, client.text, { node: client.node });
    for (const violation of this.violations) look(violation.t, `${violation.property} ${violation.text}`, {});
    return hits.sort((a, b) => a.t - b.t);
  }
}
