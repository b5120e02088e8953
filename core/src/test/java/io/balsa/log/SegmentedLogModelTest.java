package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random operations on a log and on a plain list; both must agree. A failure names its seed; replay it with
 * {@code mvn -pl core test -Dtest=SegmentedLogModelTest -Dbalsa.seed=SEED -DargLine=...} or by {@code Long.getLong} below.
 */
class SegmentedLogModelTest {
    private static final int SEEDS = 60;
    private static final int OPERATIONS = 400;

    @Test
    void shouldAgreeWithAListWhenUsedAtRandom() {
        final Long only = Long.getLong("balsa.seed");
        final long first = only == null ? 1 : only;
        final long last = only == null ? SEEDS : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                new Run(seed).run();
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " fails; replay with -Dbalsa.seed=" + seed, e);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final List<LogFixture.Entry> model = new ArrayList<>();
        private SimDisk disk = new SimDisk();
        private SegmentedLog log;
        private LogCursor cursor;
        private int forced;
        private long term = 1;

        private Run(final long seed) {
            random = new Random(seed);
            log = newLog(disk);
            cursor = log.newCursor();
        }

        private void run() {
            for (int i = 0; i < OPERATIONS; i++) {
                step();
                assertThat(log.lastIndex()).isEqualTo(model.size());
            }
            assertThat(read(log)).isEqualTo(model);
            log.close();
        }

        private void step() {
            final int choice = random.nextInt(100);
            if (choice < 45) {
                appendSome();
            } else if (choice < 60) {
                log.force();
                forced = model.size();
            } else if (choice < 65) {
                log.flush();
            } else if (choice < 75) {
                log.prepare();
            } else if (choice < 82) {
                truncate();
            } else if (choice < 90) {
                mapSome();
            } else if (choice < 96) {
                readSome();
            } else if (choice < 98) {
                log.close();
                reopen(disk);
                forced = model.size();
            } else {
                crash();
            }
        }

        private void appendSome() {
            if (random.nextInt(10) == 0) {
                term += random.nextInt(3);
            }
            final int count = 1 + random.nextInt(12);
            final int length = random.nextInt(random.nextInt(20) == 0 ? log.maxPayloadLength() + 1 : 400);
            for (int i = 0; i < count; i++) {
                model.add(new LogFixture.Entry(term, length));
                append(log, term, length);
            }
        }

        private void truncate() {
            if (model.isEmpty()) {
                return;
            }
            final int most = random.nextInt(5) == 0 ? model.size() : Math.min(model.size(), 10);
            final int fromIndex = model.size() - random.nextInt(most);
            log.truncateSuffix(fromIndex);
            model.subList(fromIndex - 1, model.size()).clear();
            forced = Math.min(forced, model.size());
            term = model.isEmpty() ? 1 : model.get(model.size() - 1).term();
            cursor = log.newCursor();
        }

        private void mapSome() {
            if (!model.isEmpty()) {
                final int maxEntries = 1 + random.nextInt(20);
                assertThat(LogFixture.map(log, maxEntries, 1 + random.nextInt(5000)))
                        .isEqualTo(model);
            }
        }

        private void readSome() {
            if (random.nextInt(3) == 0) {
                cursor.seek(1 + random.nextInt(model.size() + 1));
            }
            for (int i = 0; i < 30 && cursor.next(model.size()); i++) {
                final LogFixture.Entry entry = model.get((int) cursor.index() - 1);
                assertThat(cursor.term()).isEqualTo(entry.term());
                assertThat(cursor.payloadLength()).isEqualTo(entry.payloadLength());
            }
        }

        private void crash() {
            final Survival[] ways = {Survival.FORCED_ONLY, Survival.ALL, Survival.SOME_FIRST};
            reopen(disk.afterPowerCut(ways[random.nextInt(ways.length)], random));
            final int found = (int) log.lastIndex();
            assertThat(found).isBetween(forced, model.size());
            model.subList(found, model.size()).clear();
            assertThat(read(log)).isEqualTo(model);
            forced = found;
            term = model.isEmpty() ? 1 : model.get(model.size() - 1).term();
        }

        private void reopen(final SimDisk found) {
            disk = found;
            log = open(disk);
            cursor = log.newCursor();
        }
    }
}
