package io.balsa.consensus.explorer;

import io.balsa.consensus.explorer.Event.Kind;
import io.balsa.consensus.simulation.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All nodes, all messages under way, and how much of the budget is spent; never changed. */
final class World {
    private final Plan plan;
    private final Cores cores;
    private final int[] states;
    /** By sender and receiver; then in the order they were sent in, or by number where they overtake. */
    private final int[] underWay;

    private final byte[] spent;
    private final int clock;
    private final History history;

    private World(
            final Plan plan,
            final Cores cores,
            final int[] states,
            final int[] underWay,
            final byte[] spent,
            final int clock,
            final History history) {
        this.plan = plan;
        this.cores = cores;
        this.states = states;
        this.underWay = underWay;
        this.spent = spent;
        this.clock = clock;
        this.history = history;
    }

    /** Returns new nodes that nothing has happened to. */
    static World first(final Plan plan, final Cores cores) {
        final int[] states = new int[plan.nodes()];
        for (int i = 0; i < states.length; i++) {
            states[i] = cores.add(new ExploredNode(plan.configOf(i + 1), plan.membership(), plan.syncs()));
        }
        return new World(plan, cores, states, new int[0], new byte[Kind.values().length], 0, History.NONE);
    }

    /** Returns this world with nothing of the budget spent. */
    World refreshed() {
        return new World(plan, cores, states, underWay, new byte[spent.length], clock, history);
    }

    ExploredNode node(final int nodeId) {
        return cores.state(states[nodeId - 1]);
    }

    boolean isQuiet() {
        return underWay.length == 0;
    }

    /** Returns an event that brings a message or ends a write; for the way into a plan. */
    @Nullable
    Event anyProgress() {
        for (int id = 1; id <= states.length; id++) {
            if (node(id).hasWrites()) {
                return new Event(Kind.PERSIST, id, 0);
            }
        }
        return isQuiet() ? null : delivery(Kind.DELIVER, underWay[0]);
    }

    /** Returns the delivery of the oldest message from one node to another. */
    Event oldest(final int from, final int to) {
        for (final int message : underWay) {
            if (linkOf(message) == (from << 8 | to)) {
                return delivery(Kind.DELIVER, message);
            }
        }
        throw new IllegalStateException("no message is under way: from=" + from + ", to=" + to);
    }

    /** Returns all that may happen now. */
    List<Event> events() {
        final List<Event> events = new ArrayList<>();
        for (int i = 0; i < underWay.length; i++) {
            if (i == 0 || underWay[i] != underWay[i - 1]) {
                events.add(delivery(Kind.DELIVER, underWay[i]));
                if (mayHappen(Kind.DUPLICATE)) {
                    events.add(delivery(Kind.DUPLICATE, underWay[i]));
                }
            }
        }
        for (int id = 1; id <= states.length; id++) {
            addEventsOf(id, events);
        }
        return events;
    }

    private void addEventsOf(final int id, final List<Event> events) {
        final ExploredNode node = node(id);
        final boolean leads = node.raft().isLeader();
        addIf(node.hasWrites(), Kind.PERSIST, id, 0, events);
        addIf(true, Kind.CRASH, id, 0, events);
        addIf(node.hasWrites(), Kind.CRASH_WITH_LOG_WRITTEN, id, 0, events);
        addIf(!leads, Kind.CAMPAIGN, id, 0, events);
        addIf(true, Kind.TIMEOUT, id, 0, events);
        if (!leads) {
            return;
        }
        addIf(true, Kind.PROPOSE, id, 0, events);
        if (mayHappen(Kind.CHANGE)) {
            final int number = Changes.numberOf(plan.changes().get(spent[Kind.CHANGE.ordinal()]));
            events.add(new Event(Kind.CHANGE, id, number));
        }
        for (int target = 1; target <= states.length; target++) {
            addIf(true, Kind.TRANSFER, id, target, events);
        }
        addIf(true, Kind.READ, id, history.committedIndex(), events);
        addIf(true, Kind.LEASE_READ, id, history.committedIndex(), events);
    }

    private void addIf(
            final boolean possible, final Kind kind, final int id, final int argument, final List<Event> events) {
        if (possible && mayHappen(kind)) {
            events.add(new Event(kind, id, argument));
        }
    }

    private boolean mayHappen(final Kind kind) {
        return spent[kind.ordinal()] < plan.budgetOf(kind);
    }

    private Event delivery(final Kind kind, final int message) {
        return new Event(kind, cores.message(message).to(), message);
    }

    /**
     * Returns the world after an event.
     *
     * @throws Violation when a property does not hold there
     */
    World after(final Event event) {
        final int nextClock = clock + (event.kind() == Kind.TIMEOUT ? (int) Plan.LEASE_NS : 0);
        final int position = event.nodeId() - 1;
        final Cores.Outcome outcome = cores.step(states[position], event, nextClock);
        if (outcome.violation() != null) {
            throw outcome.violation();
        }
        final int[] nextStates = states.clone();
        nextStates[position] = outcome.state();
        int[] nextUnderWay = event.kind() == Kind.DELIVER ? without(event.argument()) : underWay;
        for (final int message : outcome.sent()) {
            nextUnderWay = with(nextUnderWay, message);
        }
        final byte[] nextSpent = spent.clone();
        if (event.kind() != Kind.DELIVER && event.kind() != Kind.PERSIST) {
            nextSpent[event.kind().ordinal()]++;
        }
        final ExploredNode[] nodes = new ExploredNode[states.length];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = cores.state(nextStates[i]);
        }
        final History nextHistory =
                outcome.state() == states[position] ? history : history.after(nodes[position], nodes);
        return new World(plan, cores, nextStates, nextUnderWay, nextSpent, nextClock, nextHistory);
    }

    /** Where messages do not overtake, those sent before this one are lost with its arrival. */
    private int[] without(final int message) {
        int at = 0;
        while (underWay[at] != message) {
            at++;
        }
        return cut(underWay, plan.reorders() ? at : firstOfLink(underWay, at), at + 1);
    }

    private int[] with(final int[] before, final int message) {
        int at = before.length;
        while (at > 0 && isBefore(message, before[at - 1])) {
            at--;
        }
        final int[] more = Arrays.copyOf(before, before.length + 1);
        System.arraycopy(before, at, more, at + 1, before.length - at);
        more[at] = message;
        final int first = firstOfLink(more, at);
        int last = at;
        while (last + 1 < more.length && linkOf(more[last + 1]) == linkOf(message)) {
            last++;
        }
        return last - first < plan.window() ? more : cut(more, first, first + 1);
    }

    private int firstOfLink(final int[] messages, final int position) {
        int first = position;
        while (first > 0 && linkOf(messages[first - 1]) == linkOf(messages[position])) {
            first--;
        }
        return first;
    }

    private static int[] cut(final int[] messages, final int from, final int to) {
        final int[] rest = Arrays.copyOf(messages, messages.length - (to - from));
        System.arraycopy(messages, to, rest, from, messages.length - to);
        return rest;
    }

    private boolean isBefore(final int message, final int other) {
        final int link = linkOf(message);
        final int otherLink = linkOf(other);
        return link < otherLink || (plan.reorders() && link == otherLink && message < other);
    }

    private int linkOf(final int number) {
        final Message message = cores.message(number);
        return message.from() << 8 | message.to();
    }

    /** Returns 64 bits that tell worlds apart. */
    long fingerprint() {
        long hash = ObjectGraph.mix(history.fingerprint(), clock);
        for (final int state : states) {
            hash = ObjectGraph.mix(hash, state);
        }
        for (final int message : underWay) {
            hash = ObjectGraph.mix(hash, message);
        }
        for (final byte count : spent) {
            hash = ObjectGraph.mix(hash, count);
        }
        return hash;
    }

    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder();
        for (int id = 1; id <= states.length; id++) {
            out.append(node(id)).append('\n');
        }
        return out.toString();
    }
}
