package io.balsa.consensus.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The messages under way, in one list for all nodes. */
final class Network {
    private final List<Message> messages = new ArrayList<>();

    void send(final List<Message> sent) {
        messages.addAll(sent);
    }

    boolean hasMessagesTo(final int nodeId) {
        return messages.stream().anyMatch(message -> message.to() == nodeId);
    }

    /** Takes all messages to a node that are wanted out of the list. */
    List<Message> take(final int nodeId, final Predicate<Message> wanted) {
        final List<Message> taken = new ArrayList<>();
        messages.removeIf(message -> {
            final boolean takes = message.to() == nodeId && wanted.test(message);
            if (takes) {
                taken.add(message);
            }
            return takes;
        });
        return taken;
    }

    /** @return false when there are none */
    boolean duplicate(final int nodeId) {
        final List<Message> copies = remote(nodeId);
        return messages.addAll(copies);
    }

    /**
     * Turns the order of the messages to a node round; the places that they take in the list stay.
     *
     * @return false when there are none
     */
    boolean reverse(final int nodeId) {
        final List<Message> reversed = remote(nodeId);
        Collections.reverse(reversed);
        int next = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (isRemote(messages.get(i), nodeId)) {
                messages.set(i, reversed.get(next++));
            }
        }
        return !reversed.isEmpty();
    }

    private List<Message> remote(final int nodeId) {
        return new ArrayList<>(
                messages.stream().filter(message -> isRemote(message, nodeId)).toList());
    }

    private static boolean isRemote(final Message message, final int nodeId) {
        return message.to() == nodeId && !message.isLocal();
    }
}
