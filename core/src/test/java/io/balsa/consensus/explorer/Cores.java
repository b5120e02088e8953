package io.balsa.consensus.explorer;

import io.balsa.consensus.ElectionTimeouts;
import io.balsa.consensus.InvariantViolation;
import io.balsa.consensus.simulation.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every state that a node was seen in and every message that was seen, each once and with a number; and what comes of each input to
 * each state.
 */
final class Cores {
    /** What comes of an input: another state, and messages by number. */
    record Outcome(int state, int[] sent, @Nullable Violation violation) {}

    private record Input(int state, long event, int clock) {}

    /**
     * The generator of election timeouts: without a range to draw from, it changes nothing. The number of ticks: only how many have
     * passed since something matters.
     */
    private static final Set<String> IGNORED = Set.of("randomState", "nowTick");

    private static final int[] NONE = {};

    private final ObjectGraph graph = new ObjectGraph(IGNORED);
    private final List<ExploredNode> states = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<Long, Integer> stateNumbers = new HashMap<>();
    private final Map<Long, Integer> messageNumbers = new HashMap<>();
    private final Map<Input, Outcome> outcomes = new HashMap<>();
    private long runs;

    /** Returns the number of a state. */
    int add(final ExploredNode node) {
        return stateNumbers.computeIfAbsent(graph.fingerprint(node, ElectionTimeouts.now(node.raft())), key -> {
            states.add(node);
            return states.size() - 1;
        });
    }

    /** Returns a node in this state; not to be changed. */
    ExploredNode state(final int number) {
        return states.get(number);
    }

    Message message(final int number) {
        return messages.get(number);
    }

    int stateCount() {
        return states.size();
    }

    /** Returns how often a core was run. */
    long runs() {
        return runs;
    }

    /** Returns what comes of an event. */
    Outcome step(final int state, final Event event, final int clock) {
        final Input input = new Input(state, event.packed(), clock);
        @Nullable Outcome outcome = outcomes.get(input);
        if (outcome == null) {
            outcome = run(graph.copy(states.get(state)), event, clock);
            outcomes.put(input, outcome);
        }
        return outcome;
    }

    private Outcome run(final ExploredNode node, final Event event, final int clock) {
        runs++;
        try {
            happen(node, event, clock);
            node.settle(clock);
        } catch (final Violation violation) {
            return new Outcome(-1, NONE, violation);
        } catch (final InvariantViolation | AssertionError broken) {
            return new Outcome(-1, NONE, new Violation("invariant: " + broken.getMessage()));
        }
        final Message[] taken = node.takeSent();
        final int[] sent = new int[taken.length];
        for (int i = 0; i < sent.length; i++) {
            final Message message = taken[i];
            sent[i] = messageNumbers.computeIfAbsent(graph.fingerprint(message, 0), key -> {
                messages.add(message);
                return messages.size() - 1;
            });
        }
        return new Outcome(add(node), sent, null);
    }

    private void happen(final ExploredNode node, final Event event, final int clock) {
        switch (event.kind()) {
            case DELIVER, DUPLICATE -> messages.get(event.argument()).deliver(node);
            case PERSIST -> node.persist();
            case CRASH -> node.crash(false);
            case CRASH_WITH_LOG_WRITTEN -> node.crash(true);
            case CAMPAIGN -> node.raft().campaign();
            case TIMEOUT -> node.timeOut();
            case PROPOSE -> node.propose();
            case CHANGE ->
                node.proposeMembership(Changes.changeOf(Changes.valueOf(event.argument())), event.argument());
            case TRANSFER -> node.raft().transferLeadership(event.argument());
            case READ -> node.read(event.argument(), false, clock);
            case LEASE_READ -> node.read(event.argument(), true, clock);
        }
    }
}
