package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random operations on a log and on a plain list; both must agree, through restarts and power cuts of any kind. With
 * {@code -Dbalsa.long=true} ten million operations.
 */
class SegmentedLogModelTest {
    private static final int OPERATIONS = 400;
    private static final int SEEDS = Boolean.getBoolean("balsa.long") ? 10_000_000 / OPERATIONS : 60;
    /** So few mapped segments that reading closes some and opens others. */
    private static final LogConfig CONFIG = new LogConfig(LogConfig.MIN_SEGMENT_BYTES, LogConfig.MIN_BUFFER_BYTES, 4);

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the long run
    void shouldAgreeWithAListWhenUsedAtRandom() {
        Seeds.forEach(SegmentedLogModelTest.class, SEEDS, seed -> new Run(seed).run());
    }

    private static final class Run {
        private final Random random;
        private final List<LogFixture.Entry> model = new ArrayList<>();
        private SimDisk disk = new SimDisk();
        private SegmentedLog log;
        private LogCursor cursor;
        /** Index of the entry before the model's first; the log may begin later or, after a crash, earlier than it did. */
        private long base;

        private long baseTerm;
        private long first = 1;
        private long forced;
        private long term = 1;

        private Run(final long seed) {
            random = new Random(seed);
            SegmentedLog.create(disk, LogFixture.DIRECTORY, LogFixture.IDENTITY, CONFIG);
            log = open();
            cursor = log.newCursor();
        }

        private SegmentedLog open() {
            return SegmentedLog.open(disk, LogFixture.DIRECTORY, LogFixture.IDENTITY, CONFIG);
        }

        private void run() {
            for (int i = 0; i < OPERATIONS; i++) {
                step();
                assertThat(log.lastIndex()).isEqualTo(lastIndex());
                assertThat(log.firstIndex()).isEqualTo(first);
                assertThat(log.baseTerm()).isEqualTo(termOf(first - 1));
            }
            assertThat(read(log)).isEqualTo(entriesFrom(first));
            log.close();
        }

        private void step() {
            final int choice = random.nextInt(100);
            if (choice < 43) {
                appendSome();
            } else if (choice < 58) {
                log.force();
                forced = lastIndex();
            } else if (choice < 62) {
                log.flush();
            } else if (choice < 72) {
                log.prepare();
            } else if (choice < 79) {
                truncate();
            } else if (choice < 82) {
                compact();
            } else if (choice < 83) {
                reset();
            } else if (choice < 90) {
                mapSome();
            } else if (choice < 96) {
                readSome();
            } else if (choice < 98) {
                log.close();
                forced = lastIndex();
                reopen();
            } else {
                crash();
            }
        }

        private long lastIndex() {
            return base + model.size();
        }

        private List<LogFixture.Entry> entriesFrom(final long index) {
            return model.subList((int) (index - base - 1), model.size());
        }

        private long termOf(final long index) {
            return index == base
                    ? baseTerm
                    : model.get((int) (index - base - 1)).term();
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
            final int held = (int) (lastIndex() - first + 1);
            if (held > 0) {
                final int most = random.nextInt(5) == 0 ? held : Math.min(held, 10);
                final long fromIndex = lastIndex() - random.nextInt(most);
                log.truncateSuffix(fromIndex);
                cutModel(fromIndex - 1);
                cursor = log.newCursor();
            }
        }

        private void cutModel(final long lastKept) {
            model.subList((int) (lastKept - base), model.size()).clear();
            forced = Math.min(forced, lastKept);
            term = Math.max(1, termOf(lastKept));
        }

        private void compact() {
            // A snapshot is of what was committed, and so durable.
            final long keep = Math.min(forced, lastIndex()) - random.nextInt(20);
            final long begins = log.compactPrefix(keep);
            assertThat(begins).isBetween(first, Math.max(first, keep));
            first = begins;
            cursor = log.newCursor();
        }

        private void reset() {
            base = random.nextInt(4) == 0
                    ? 1 + random.nextInt((int) lastIndex() + 1)
                    : lastIndex() + random.nextInt(50) + 1;
            baseTerm = term + random.nextInt(2);
            log.reset(base, baseTerm);
            model.clear();
            first = base + 1;
            forced = base;
            term = baseTerm;
            cursor = log.newCursor();
        }

        private void mapSome() {
            final int maxEntries = 1 + random.nextInt(20);
            assertThat(LogFixture.map(log, maxEntries, 1 + random.nextInt(5000)))
                    .isEqualTo(entriesFrom(first));
        }

        private void readSome() {
            cursor.seek(first + random.nextInt((int) (lastIndex() - first) + 2));
            for (int i = 0; i < 30 && cursor.next(lastIndex()); i++) {
                final LogFixture.Entry entry = model.get((int) (cursor.index() - base) - 1);
                assertThat(cursor.term()).isEqualTo(entry.term());
                assertThat(cursor.payloadLength()).isEqualTo(entry.payloadLength());
            }
        }

        private void crash() {
            disk = disk.afterPowerCut(Survival.values()[random.nextInt(Survival.values().length)], random);
            reopen();
            assertThat(log.lastIndex()).isBetween(forced, lastIndex());
            assertThat(log.firstIndex()).isBetween(base + 1, first);
            cutModel(log.lastIndex());
            first = log.firstIndex();
            forced = lastIndex();
            assertThat(read(log)).isEqualTo(entriesFrom(first));
        }

        private void reopen() {
            log = open();
            LogFixture.assertNothingBehindTheEnd(disk, log);
            cursor = log.newCursor();
        }
    }
}
