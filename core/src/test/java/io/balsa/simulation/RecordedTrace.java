package io.balsa.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balsa.consensus.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Keeps all of a run, to be written as JSON or as a {@link SpaceTimePage}.
 *
 * <p>The JSON is one object. Lists are in the order of time and hold rows; a row's columns, in order:
 *
 * <pre>
 * format, version   "balsa-run-trace", 1
 * intro             a sentence on the run, may be empty
 * nodes             the ids of all nodes, ascending
 * endNs             time of the last event; every time is in simulated nanoseconds from the start of the run
 * messageTypes      names that messages refer to by position
 * states            time, node, role, term, votedFor, leader, firstIndex, lastIndex, lastTerm, commitIndex, appliedIndex
 * entries           time, node, index, term, type, label
 * persists          time, node, lastIndex
 * memberships       time, node, membership
 * messages          time sent, from, to, type, term, detail, time ended, fate
 * faults            time, node or 0, kind, text
 * clients           time, client, node, text
 * violations        time, property, text
 * notes             time, text
 * </pre>
 *
 * The fate of a message is empty when it arrived, else the reason why it was lost; what was on its way when the run ended has null for
 * the time at which it ended. A row of {@code states} stands where a column differs from the node's row before.
 *
 * <p>Threading: the run's one thread.
 */
final class RecordedTrace implements RunTrace {
    private static final int MESSAGE_END = 6;
    private static final int MESSAGE_FATE = 7;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ArrayNode states = rows();
    private final ArrayNode entries = rows();
    private final ArrayNode persists = rows();
    private final ArrayNode memberships = rows();
    private final ArrayNode messages = rows();
    private final ArrayNode faults = rows();
    private final ArrayNode clients = rows();
    private final ArrayNode violations = rows();
    private final ArrayNode notes = rows();
    private final TreeSet<Integer> nodes = new TreeSet<>();
    private final List<String> messageTypes = new ArrayList<>();
    private final Map<Integer, ArrayNode> lastStates = new HashMap<>();
    private final Map<Long, ArrayNode> inFlight = new HashMap<>();
    private final String intro;
    private long endNs;

    /** @param intro a sentence on the run for its readers, may be empty */
    RecordedTrace(final String intro) {
        this.intro = intro;
    }

    /** Explains to readers what happens at a moment. */
    void note(final long timeNs, final String text) {
        row(notes, timeNs).add(text);
    }

    /** Returns how many messages were sent. */
    int messageCount() {
        return messages.size();
    }

    /** Returns all of it, as the class comment draws it. */
    ObjectNode toJson() {
        final ObjectNode json = MAPPER.createObjectNode();
        json.put("format", "balsa-run-trace").put("version", 1).put("intro", intro);
        final ArrayNode ids = json.putArray("nodes");
        nodes.forEach(ids::add);
        json.put("endNs", endNs);
        final ArrayNode types = json.putArray("messageTypes");
        messageTypes.forEach(types::add);
        json.set("states", states);
        json.set("entries", entries);
        json.set("persists", persists);
        json.set("memberships", memberships);
        json.set("messages", messages);
        json.set("faults", faults);
        json.set("clients", clients);
        json.set("violations", violations);
        json.set("notes", notes);
        return json;
    }

    /** Writes the JSON to a file, which is replaced if it exists. */
    void writeJson(final Path file) throws IOException {
        Files.writeString(file, toJson().toString());
    }

    @Override
    public void onState(
            final long timeNs,
            final int nodeId,
            final Role role,
            final long term,
            final int votedFor,
            final int leaderId,
            final long firstIndex,
            final long lastIndex,
            final long lastTerm,
            final long commitIndex,
            final long appliedIndex) {
        nodes.add(nodeId);
        final ArrayNode state = MAPPER.createArrayNode().add(nodeId).add(role.name());
        state.add(term).add(votedFor).add(leaderId).add(firstIndex).add(lastIndex);
        state.add(lastTerm).add(commitIndex).add(appliedIndex);
        if (!state.equals(lastStates.put(nodeId, state))) {
            row(states, timeNs).addAll(state);
        }
    }

    @Override
    public void onAppend(
            final long timeNs,
            final int nodeId,
            final long index,
            final long term,
            final String type,
            final String label) {
        row(entries, timeNs).add(nodeId).add(index).add(term).add(type).add(label);
    }

    @Override
    public void onPersist(final long timeNs, final int nodeId, final long lastIndex) {
        row(persists, timeNs).add(nodeId).add(lastIndex);
    }

    @Override
    public void onMembership(final long timeNs, final int nodeId, final String membership) {
        row(memberships, timeNs).add(nodeId).add(membership);
    }

    @Override
    public void onSend(
            final long timeNs,
            final long messageId,
            final int from,
            final int to,
            final String type,
            final long term,
            final String detail) {
        final ArrayNode message = row(messages, timeNs).add(from).add(to);
        message.add(typeNumber(type)).add(term).add(detail).addNull().add("");
        inFlight.put(messageId, message);
    }

    @Override
    public void onDeliver(final long timeNs, final long messageId) {
        end(timeNs, messageId, "");
    }

    @Override
    public void onLose(final long timeNs, final long messageId, final String reason) {
        end(timeNs, messageId, reason);
    }

    @Override
    public void onFault(final long timeNs, final int nodeId, final String kind, final String text) {
        row(faults, timeNs).add(nodeId).add(kind).add(text);
    }

    @Override
    public void onClient(final long timeNs, final int clientId, final int nodeId, final String text) {
        row(clients, timeNs).add(clientId).add(nodeId).add(text);
    }

    @Override
    public void onViolation(final long timeNs, final String property, final String text) {
        row(violations, timeNs).add(property).add(text);
    }

    private void end(final long timeNs, final long messageId, final String fate) {
        endNs = Math.max(endNs, timeNs);
        final ArrayNode message = inFlight.remove(messageId);
        if (message == null) {
            throw new IllegalArgumentException("message ends that is not on its way: messageId=" + messageId);
        }
        message.set(MESSAGE_END, JsonNodeFactory.instance.numberNode(timeNs));
        message.set(MESSAGE_FATE, JsonNodeFactory.instance.textNode(fate));
    }

    private int typeNumber(final String type) {
        if (!messageTypes.contains(type)) {
            messageTypes.add(type);
        }
        return messageTypes.indexOf(type);
    }

    private ArrayNode row(final ArrayNode rows, final long timeNs) {
        endNs = Math.max(endNs, timeNs);
        return rows.addArray().add(timeNs);
    }

    private static ArrayNode rows() {
        return MAPPER.createArrayNode();
    }
}
