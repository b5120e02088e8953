package io.balsa.codec;

import io.balsa.codec.sbe.entry.MembershipEntryDecoder;
import io.balsa.codec.sbe.entry.MembershipEntryEncoder;
import io.balsa.codec.sbe.entry.MembershipOperation;
import io.balsa.codec.sbe.entry.MembershipTransition;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.consensus.membership.MembershipChange;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The payload of a {@link EntryType#MEMBERSHIP} entry: a {@link MembershipChange} as {@code MembershipEntry} of the entry
 * schema.
 *
 * <pre>
 *   0                    8            9            11           13
 *   +--------------------+------------+------------+------------+--------+-----------+--------+-- ...
 *   | SBE message header | transition | operation  | operation  | nodeId | operation | nodeId |
 *   |                    | (uint8)    | length = 5 | count      | (int32)| (uint8)   |        |
 *   +--------------------+------------+------------+------------+--------+-----------+--------+-- ...
 * </pre>
 *
 * <p>Threading: one owner at a time. Ownership: buffers are borrowed for the call.
 */
public final class MembershipCodec {
    /** Operations that an entry can hold. */
    public static final int MAX_OPERATIONS = 1024;

    private static final int OPERATIONS_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH
            + MembershipEntryDecoder.BLOCK_LENGTH
            + MembershipEntryDecoder.OperationsDecoder.sbeHeaderSize();
    private static final int OPERATION_LENGTH = MembershipEntryDecoder.OperationsDecoder.sbeBlockLength();

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final MembershipEntryEncoder encoder = new MembershipEntryEncoder();
    private final MembershipEntryDecoder decoder = new MembershipEntryDecoder();

    /** Returns the bytes that {@link #encode} writes for a change. */
    public static int encodedLength(final MembershipChange change) {
        return OPERATIONS_OFFSET + change.operationCount() * OPERATION_LENGTH;
    }

    /**
     * Writes a change.
     *
     * @return the bytes written, {@link #encodedLength}
     * @throws IllegalArgumentException when it has more than {@link #MAX_OPERATIONS} operations
     */
    public int encode(final MembershipChange change, final MutableDirectBuffer buffer, final int offset) {
        final int count = change.operationCount();
        if (count > MAX_OPERATIONS) {
            throw new IllegalArgumentException(
                    "too many operations in a membership change: count=" + count + ", max=" + MAX_OPERATIONS);
        }
        encoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        encoder.transition(codeOf(change.transition()));
        final MembershipEntryEncoder.OperationsEncoder operations = encoder.operationsCount(count);
        for (int i = 0; i < count; i++) {
            operations.next().nodeId(change.nodeId(i)).operation(codeOf(change.operation(i)));
        }
        return encodedLength(change);
    }

    /**
     * Reads a change. Fields that a newer version of the schema appends are skipped.
     *
     * @param length of the payload in bytes
     * @throws IllegalArgumentException when the bytes are no membership entry that this version understands
     */
    public MembershipChange decode(final DirectBuffer buffer, final int offset, final int length) {
        require(length >= MessageHeaderDecoder.ENCODED_LENGTH, "length", length);
        headerDecoder.wrap(buffer, offset);
        require(headerDecoder.schemaId() == MembershipEntryDecoder.SCHEMA_ID, "schemaId", headerDecoder.schemaId());
        require(
                headerDecoder.templateId() == MembershipEntryDecoder.TEMPLATE_ID,
                "templateId",
                headerDecoder.templateId());
        final int blockLength = headerDecoder.blockLength();
        final int operationsOffset = OPERATIONS_OFFSET - MembershipEntryDecoder.BLOCK_LENGTH + blockLength;
        require(blockLength >= MembershipEntryDecoder.BLOCK_LENGTH, "blockLength", blockLength);
        require(length >= operationsOffset, "length", length);
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final MembershipChange.Builder change = MembershipChange.builder().transition(transitionOf(decoder));
        final MembershipEntryDecoder.OperationsDecoder operations = decoder.operations();
        final int count = operations.count();
        final int operationLength = operations.actingBlockLength();
        require(count <= MAX_OPERATIONS, "operationCount", count);
        require(operationLength >= OPERATION_LENGTH, "operationLength", operationLength);
        require(length >= operationsOffset + count * operationLength, "length", length);
        while (operations.hasNext()) {
            operations.next();
            require(operations.nodeId() >= 0, "nodeId", operations.nodeId());
            change.add(operationOf(operations), operations.nodeId());
        }
        return change.build();
    }

    private static MembershipTransition codeOf(final MembershipChange.Transition transition) {
        return switch (transition) {
            case AUTO -> MembershipTransition.AUTO;
            case IMPLICIT -> MembershipTransition.IMPLICIT;
            case EXPLICIT -> MembershipTransition.EXPLICIT;
        };
    }

    private static MembershipOperation codeOf(final MembershipChange.Operation operation) {
        return switch (operation) {
            case ADD_VOTER -> MembershipOperation.ADD_VOTER;
            case ADD_WITNESS -> MembershipOperation.ADD_WITNESS;
            case ADD_LEARNER -> MembershipOperation.ADD_LEARNER;
            case REMOVE -> MembershipOperation.REMOVE;
            case UPDATE -> MembershipOperation.UPDATE;
        };
    }

    private static MembershipChange.Transition transitionOf(final MembershipEntryDecoder entry) {
        final short code = entry.transitionRaw();
        require(code <= MembershipTransition.EXPLICIT.value(), "transition", code);
        return switch (entry.transition()) {
            case AUTO -> MembershipChange.Transition.AUTO;
            case IMPLICIT -> MembershipChange.Transition.IMPLICIT;
            case EXPLICIT -> MembershipChange.Transition.EXPLICIT;
            case NULL_VAL -> throw unreadable("transition", code);
        };
    }

    private static MembershipChange.Operation operationOf(final MembershipEntryDecoder.OperationsDecoder entry) {
        final short code = entry.operationRaw();
        require(code <= MembershipOperation.ADD_WITNESS.value(), "operation", code);
        return switch (entry.operation()) {
            case ADD_VOTER -> MembershipChange.Operation.ADD_VOTER;
            case ADD_WITNESS -> MembershipChange.Operation.ADD_WITNESS;
            case ADD_LEARNER -> MembershipChange.Operation.ADD_LEARNER;
            case REMOVE -> MembershipChange.Operation.REMOVE;
            case UPDATE -> MembershipChange.Operation.UPDATE;
            case NULL_VAL -> throw unreadable("operation", code);
        };
    }

    private static void require(final boolean holds, final String field, final int value) {
        if (!holds) {
            throw unreadable(field, value);
        }
    }

    private static IllegalArgumentException unreadable(final String field, final int value) {
        return new IllegalArgumentException("membership entry unreadable: " + field + "=" + value
                + ", schemaVersion=" + MembershipEntryDecoder.SCHEMA_VERSION
                + "; it was written by a version of Balsa that this one does not know");
    }
}
