package io.balsa.consensus.scenario;

import io.balsa.consensus.membership.MembershipChange;
import java.nio.charset.StandardCharsets;

/**
 * What an entry carries: bytes for the state machine, or a change of the membership.
 *
 * @param kind decides how it is printed and applied
 * @param data empty for a change
 * @param change without operations for anything but a change
 */
record Payload(Kind kind, String data, MembershipChange change) {
    /** Kinds of entries; a change of one node may be written in the older form. */
    enum Kind {
        NORMAL("EntryNormal"),
        CHANGE_V1("EntryConfChange"),
        CHANGE_V2("EntryConfChangeV2");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }
    }

    /** An entry without content, with which a leader begins its term. */
    static final Payload EMPTY = data("");
    /** The entry with which a joint membership is left. */
    static final Payload LEAVE_JOINT = new Payload(Kind.CHANGE_V2, "", MembershipChange.leaveJoint());

    private static final int FRAME_BYTES = 6;
    private static final int BYTES_PER_OPERATION = 6;

    static Payload data(final String data) {
        return new Payload(Kind.NORMAL, data, MembershipChange.leaveJoint());
    }

    static Payload change(final MembershipChange change, final boolean olderForm) {
        return new Payload(olderForm ? Kind.CHANGE_V1 : Kind.CHANGE_V2, "", change);
    }

    boolean isChange() {
        return kind != Kind.NORMAL;
    }

    /** Returns about what the entry takes in the encoding for which the scripts' limits are written. */
    int sizeBytes() {
        final int dataBytes = data.getBytes(StandardCharsets.UTF_8).length;
        final int contentBytes = isChange() ? 2 + BYTES_PER_OPERATION * change.operationCount() : dataBytes;
        return FRAME_BYTES + (contentBytes == 0 ? 0 : 2 + contentBytes);
    }

    @Override
    public String toString() {
        if (!isChange()) {
            return kind.text + " " + Words.quoted(data);
        }
        final StringBuilder out = new StringBuilder(kind.text);
        for (int i = 0; i < change.operationCount(); i++) {
            final char operation =
                    switch (change.operation(i)) {
                        case ADD_VOTER -> 'v';
                        case ADD_LEARNER -> 'l';
                        case ADD_WITNESS -> 'w';
                        case REMOVE -> 'r';
                        case UPDATE -> 'u';
                    };
            out.append(' ').append(operation).append(change.nodeId(i));
        }
        return out.toString();
    }
}
