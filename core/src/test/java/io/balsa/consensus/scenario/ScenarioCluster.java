package io.balsa.consensus.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All nodes of a script and the messages between them: lets them act, and prints what they do. */
final class ScenarioCluster {
    private static final String PEER_NOT_FOUND = "raft: cannot step as peer not found";

    private final List<ScenarioNode> nodes = new ArrayList<>();
    private final Network network = new Network();
    private final Answer answer;

    ScenarioCluster(final Answer answer) {
        this.answer = answer;
    }

    Network network() {
        return network;
    }

    List<ScenarioNode> nodes() {
        return nodes;
    }

    ScenarioNode node(final int id) {
        if (id < 1 || id > nodes.size()) {
            throw new ScenarioException("no such node: id=" + id + ", nodes=" + nodes.size());
        }
        return nodes.get(id - 1);
    }

    void add(final int count, final NodeOptions options) {
        for (int i = 0; i < count; i++) {
            nodes.add(ScenarioNode.create(nodes.size() + 1, options));
        }
    }

    /** Begins a node's next life; what it had told itself is forgotten. */
    void restart(final int id) {
        nodes.set(id - 1, node(id).restarted());
        network.take(id, Message::isLocal);
    }

    /** The power is cut in the middle of the oldest write: its entries reach the disk, its hard state does not. */
    void tearWrite(final ScenarioNode node) {
        final StorageThreads.Write write = node.threads().writes().element();
        node.storage().write(node.storage().hardState(), write.entries());
        restart(node.id());
    }

    /** A node's disk loses all entries after {@code index}; the node begins its next life, and knows that it lost them. */
    void loseLog(final int id, final long index) {
        final long lostIndex = node(id).storage().lose(index);
        nodes.set(id - 1, node(id).restartedWithLoss(lostIndex));
        network.take(id, Message::isLocal);
    }

    // ---- one step of one node

    void handleReady(final ScenarioNode node) {
        final Ready ready = node.takeReady();
        answer.print(ready.describe(finish(node, ready)));
    }

    private List<String> finish(final ScenarioNode node, final Ready ready) {
        final List<String> threadMessages = node.handle(ready);
        network.send(ready.messages());
        node.takeNotes().forEach(answer::note);
        return threadMessages;
    }

    void doWrite(final ScenarioNode node) {
        final StorageThreads.Write write = node.threads().writes().poll();
        if (write == null) {
            answer.print("no append work to perform");
            return;
        }
        answer.print("Processing:");
        answer.print(write.describe(node.id()));
        answer.print("Responses:");
        final List<Message> responses = node.doWrite(write);
        responses.forEach(response -> answer.print(response.text()));
        network.send(responses);
    }

    void doApply(final ScenarioNode node) {
        final List<Entry> entries = node.threads().applies().poll();
        if (entries == null) {
            answer.print("no apply work to perform");
            return;
        }
        answer.print("Processing:");
        answer.print(StorageThreads.describeApply(node.id(), entries));
        answer.print("Responses:");
        final Message response = node.doApply(entries);
        answer.print(response.text());
        network.send(List.of(response));
    }

    /** @return the number of messages delivered */
    int deliver(final int nodeId, final Predicate<Message> wanted) {
        final List<Message> messages = network.take(nodeId, wanted);
        for (final Message message : messages) {
            answer.print(message.text());
            deliver(message);
        }
        return messages.size();
    }

    private void deliver(final Message message) {
        final ScenarioNode receiver = node(message.to());
        if (message.answers() && !receiver.raft().membership().contains(message.from())) {
            answer.print(PEER_NOT_FOUND);
            return;
        }
        final String error = message.delivery().to(receiver);
        receiver.drain();
        answer.print(error);
        receiver.takeNotes().forEach(answer::note);
    }

    /** @return the number of messages dropped */
    int drop(final int nodeId, final Predicate<Message> wanted) {
        final List<Message> messages = network.take(nodeId, wanted.and(message -> !message.isLocal()));
        messages.forEach(message -> answer.print("dropped: " + message.text()));
        return messages.size();
    }

    // ---- all of them, until nothing is left

    /** Lets these nodes act in rounds until none of them has anything to do. */
    void stabilize(final List<ScenarioNode> among) {
        boolean acted = true;
        while (acted) {
            acted = false;
            for (final ScenarioNode node : among) {
                acted |= handleReadyIfAny(node);
            }
            for (final ScenarioNode node : among) {
                acted |= when(
                        network.hasMessagesTo(node.id()),
                        node.id() + " receiving messages",
                        () -> deliver(node.id(), message -> true));
            }
            for (final ScenarioNode node : among) {
                acted |= when(
                        !node.threads().writes().isEmpty(),
                        node.id() + " processing append thread",
                        () -> all(node.threads().writes().size(), () -> doWrite(node)));
            }
            for (final ScenarioNode node : among) {
                acted |= when(
                        !node.threads().applies().isEmpty(),
                        node.id() + " processing apply thread",
                        () -> all(node.threads().applies().size(), () -> doApply(node)));
            }
        }
    }

    private boolean handleReadyIfAny(final ScenarioNode node) {
        final Ready ready = node.takeReady();
        final boolean any = !ready.isEmpty();
        final List<String> threadMessages = finish(node, ready);
        return when(any, node.id() + " handling Ready", () -> answer.print(ready.describe(threadMessages)));
    }

    private boolean when(final boolean due, final String headline, final Runnable action) {
        if (due) {
            answer.printBelow("> " + headline, action);
        }
        return due;
    }

    private static void all(final int count, final Runnable action) {
        for (int i = 0; i < count; i++) {
            action.run();
        }
    }
}
