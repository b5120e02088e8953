package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.ResponseStatus;
import io.balsa.testing.MemorySnapshot;
import io.balsa.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Random logs through two tables and a naive model: all three say the same about every entry. Now and then one table is written
 * down and loaded into a new one, which takes its place.
 */
class SessionTableModelTest {
    private static final int SEEDS = 60;
    private static final int ENTRIES = 3_000;

    private static final Map<Admission, Integer> SEEN = new EnumMap<>(Admission.class);

    @Test
    void shouldAgreeWithTheModelWhenLogIsRandom() {
        Seeds.forEach(SessionTableModelTest.class, SEEDS, seed -> new Run(seed).run());

        assertThat(SEEN).as("admissions that the random logs led to").containsOnlyKeys(Admission.values());
    }

    private static final class Run {
        private final Random random;
        private final SessionTable table = new SessionTable(0);
        private SessionTable replica = new SessionTable(3 << 20);
        private long evictedBefore;
        private final SessionModel model = new SessionModel();
        private final List<Long> ids = new ArrayList<>();
        private final Map<Long, Long> progress = new HashMap<>();
        private final Set<String> applied = new HashSet<>();
        private final UnsafeBuffer target = new UnsafeBuffer(new byte[4096]);
        private final int maxWindow;
        private final int maxSessions;

        Run(final long seed) {
            random = new Random(seed);
            maxWindow = 1 + random.nextInt(20);
            maxSessions = 1 + random.nextInt(8);
        }

        void run() {
            for (long index = 1; index <= ENTRIES; index++) {
                final int kind = random.nextInt(100);
                if (kind < 3 || ids.isEmpty()) {
                    open(index);
                } else if (kind < 4) {
                    final long id = anyId();
                    assertThat(table.close(id)).isEqualTo(replica.close(id)).isEqualTo(model.close(id));
                } else {
                    command(index);
                }
                assertThat(table.sessionCount()).isEqualTo(model.sessionCount());
                assertThat(table.replyBytes()).isEqualTo(model.replyBytes());
                if (index % 50 == 0) {
                    assertThat(table.stateHash()).isEqualTo(replica.stateHash());
                }
                if (random.nextInt(200) == 0) {
                    replaceReplica();
                }
            }
            assertThat(table.evictedCount()).isEqualTo(evictedBefore + replica.evictedCount());
        }

        private void replaceReplica() {
            final SessionTable loaded = new SessionTable(0);
            loaded.open(1, 1, 1, 1);
            SessionImage.load(imageOf(replica).source(), loaded);
            assertThat(loaded.stateHash()).isEqualTo(replica.stateHash());
            assertThat(imageOf(loaded).bytes()).isEqualTo(imageOf(replica).bytes());
            evictedBefore += replica.evictedCount();
            replica = loaded;
        }

        private static MemorySnapshot imageOf(final SessionTable written) {
            try (SessionImage image = SessionImage.of(written)) {
                final MemorySnapshot bytes = new MemorySnapshot();
                boolean more = true;
                while (more) {
                    more = image.write(bytes);
                }
                return bytes;
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void open(final long index) {
            final int window = 1 + random.nextInt(maxWindow);
            final int sessions = random.nextInt(10) == 0 ? 1 + random.nextInt(maxSessions) : maxSessions;
            final long replyBytes = 64L * (1 + random.nextInt(200));
            assertThat(table.open(index, window, sessions, replyBytes))
                    .isEqualTo(replica.open(index, window, sessions, replyBytes))
                    .isEqualTo(window);
            model.open(index, window, sessions, replyBytes);
            ids.add(index);
        }

        private void command(final long index) {
            final long id = anyId();
            final long base = progress.getOrDefault(id, 0L);
            final long sequence = base + random.nextInt(maxWindow + 4) - 2;
            final long acked = random.nextInt(3) == 0 ? base + random.nextInt(3) - 1 : base - random.nextInt(3);
            progress.merge(id, acked, Math::max);

            final Admission admission = table.admit(id, sequence, acked);
            SEEN.merge(admission, 1, Integer::sum);
            assertThat(replica.admit(id, sequence, acked)).isEqualTo(admission);
            assertThat(model.admit(id, sequence, acked))
                    .as("index=%d session=%d sequence=%d acked=%d", index, id, sequence, acked)
                    .isEqualTo(admission);
            if (admission == Admission.APPLY) {
                assertThat(applied.add(id + "/" + sequence))
                        .as("first time: session=%d sequence=%d", id, sequence)
                        .isTrue();
                complete(id, sequence);
            } else if (admission == Admission.DUPLICATE) {
                assertThat(repeated(table)).isEqualTo(repeated(replica)).isEqualTo(model.reply(id, sequence));
            }
        }

        private void complete(final long id, final long sequence) {
            final byte[] reply = new byte[random.nextInt(random.nextInt(20) == 0 ? 3000 : 80)];
            random.nextBytes(reply);
            table.complete(ResponseStatus.OK, new UnsafeBuffer(reply), 0, reply.length);
            replica.complete(ResponseStatus.OK, new UnsafeBuffer(reply), 0, reply.length);
            model.complete(id, sequence, reply);
        }

        private byte[] repeated(final SessionTable from) {
            assertThat(from.repeatStatus()).isEqualTo(ResponseStatus.OK);
            final byte[] bytes = new byte[from.repeatReply(target)];
            target.getBytes(0, bytes);
            return bytes;
        }

        /** Mostly a young session, sometimes one that is long gone. */
        private long anyId() {
            final int back = random.nextInt(10) == 0 ? ids.size() : Math.min(ids.size(), maxSessions + 1);
            return ids.get(ids.size() - 1 - random.nextInt(back));
        }
    }
}
