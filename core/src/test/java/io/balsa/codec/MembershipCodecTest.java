package io.balsa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChange.Transition;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MembershipCodecTest {
    private static final int OFFSET = 16;

    private final MembershipCodec codec = new MembershipCodec();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
    private final MembershipChange replace = MembershipChange.builder()
            .addVoter(4)
            .addLearner(Integer.MAX_VALUE)
            .remove(1)
            .update(0)
            .transition(Transition.EXPLICIT)
            .build();

    @Test
    void shouldReadWhatItWroteWhenChangeIsAny() {
        for (final Transition transition : Transition.values()) {
            for (final Operation operation : Operation.values()) {
                assertReadBack(MembershipChange.builder()
                        .add(operation, 7)
                        .transition(transition)
                        .build());
            }
        }
        assertReadBack(replace);
        assertReadBack(MembershipChange.leaveJoint());
    }

    /** The bytes are in logs: whoever changes this test breaks them. */
    @Test
    void shouldWriteKnownBytesWhenChangeIsKnown() {
        final int length = codec.encode(
                MembershipChange.builder().addVoter(4).remove(0x0102).build(), buffer, OFFSET);

        final byte[] bytes = Arrays.copyOfRange(buffer.byteArray(), OFFSET, OFFSET + length);
        assertThat(bytes)
                .containsExactly(
                        1, 0, 4, 0, 0xEB, 3, 0, 0, // block length, template, schema, version
                        0, 5, 0, 2, 0, // transition, operation length, operation count
                        4, 0, 0, 0, 0, // node 4: add voter
                        2, 1, 0, 0, 2); // node 258: remove
    }

    @Test
    void shouldRefuseWhenEntryIsCutAnywhere() {
        final int length = codec.encode(replace, buffer, OFFSET);

        for (int cut = 0; cut < length; cut++) {
            final int remaining = cut;
            assertThatThrownBy(() -> codec.decode(buffer, OFFSET, remaining))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("membership entry unreadable: length=" + cut);
        }
    }

    @Test
    void shouldRefuseWhenFieldIsUnknown() {
        assertRefusedWithByte(0, 0, "blockLength=0");
        assertRefusedWithByte(2, 9, "templateId=9");
        assertRefusedWithByte(4, 9, "schemaId=777");
        assertRefusedWithByte(8, 3, "transition=3");
        assertRefusedWithByte(8, 255, "transition=255");
        assertRefusedWithByte(9, 4, "operationLength=4");
        assertRefusedWithByte(12, 5, "operationCount=1284");
        assertRefusedWithByte(16, 0x80, "nodeId=-");
        assertRefusedWithByte(17, 5, "operation=5");
        assertRefusedWithByte(17, 255, "operation=255");
    }

    @Test
    void shouldSkipFieldsWhenNewerVersionAppendedThem() {
        final byte[] newer = {
            3,
            0,
            4,
            0,
            (byte) 0xEB,
            3,
            1,
            0, // block length 3 instead of 1, version 1
            2,
            99,
            99,
            6,
            0,
            1,
            0, // transition, two unknown bytes, operation length 6 instead of 5, one operation
            8,
            0,
            0,
            0,
            1,
            99 // node 8: add learner, an unknown byte
        };
        buffer.putBytes(0, newer);

        final MembershipChange change = codec.decode(buffer, 0, newer.length);

        assertThat(change).hasToString("ADD_LEARNER(8) EXPLICIT");
    }

    @Test
    void shouldHoldTheLimitWhenOperationsAreMany() {
        final MembershipChange.Builder change = MembershipChange.builder();
        for (int i = 1; i <= MembershipCodec.MAX_OPERATIONS; i++) {
            change.addLearner(i);
        }
        assertReadBack(change.build());

        final MembershipChange tooMany = change.addLearner(1).build();
        assertThatThrownBy(() -> codec.encode(tooMany, buffer, OFFSET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count=1025, max=1024");
    }

    private void assertReadBack(final MembershipChange change) {
        final int length = codec.encode(change, buffer, OFFSET);

        assertThat(length).isEqualTo(MembershipCodec.encodedLength(change));
        assertThat(codec.decode(buffer, OFFSET, length)).isEqualTo(change);
    }

    private void assertRefusedWithByte(final int position, final int value, final String message) {
        final int length = codec.encode(replace, buffer, OFFSET);
        buffer.putByte(OFFSET + position, (byte) value);

        assertThatThrownBy(() -> codec.decode(buffer, OFFSET, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
