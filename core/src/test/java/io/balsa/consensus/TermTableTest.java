package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The terms of the log as runs: Raft paper, 5.3 (consistency check, skipping of terms) and 7 (the base). */
class TermTableTest {

    @Test
    void shouldBeEmptyWhenCreated() {
        final TermTable terms = new TermTable();

        assertThat(terms.baseIndex()).isZero();
        assertThat(terms.lastIndex()).isZero();
        assertThat(terms.lastTerm()).isZero();
        assertThat(terms.matches(0, 0)).as("what every log agrees on").isTrue();
        assertThat(terms.contains(1)).isFalse();
    }

    @Test
    void shouldKnowItsBaseWhenLogBeginsAfterSnapshot() {
        final TermTable terms = new TermTable(7, 3);

        assertThat(terms.lastIndex()).isEqualTo(7);
        assertThat(terms.lastTerm()).isEqualTo(3);
        assertThat(terms.matches(7, 3)).isTrue();
        assertThat(terms.matches(7, 2)).isFalse();
        assertThat(terms.contains(6)).isFalse();
        assertThat(terms.append(2, 3)).isEqualTo(8);
        assertThat(terms.lastIndexOfRun(8)).isEqualTo(9);
    }

    @Test
    void shouldStopWhenTermWouldFall() {
        final TermTable terms = new TermTable(7, 3);

        assertThatThrownBy(() -> terms.append(1, 2)).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> terms.append(0, 3)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void shouldStopWhenIndexIsNotHeld() {
        final TermTable terms = new TermTable(7, 3);
        terms.append(1, 3);

        assertThatThrownBy(() -> terms.termAt(6)).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> terms.termAt(9)).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> terms.truncate(7)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void shouldBeginAnewWhenReset() {
        final TermTable terms = new TermTable();
        terms.append(3, 1);
        terms.append(3, 2);

        terms.reset(50, 9);

        assertThat(terms.baseIndex()).isEqualTo(50);
        assertThat(terms.lastIndex()).isEqualTo(50);
        assertThat(terms.lastTerm()).isEqualTo(9);
        assertThat(terms.append(1, 9)).isEqualTo(51);
    }

    /** Against a plain list of terms, over many random histories. */
    @Test
    void shouldAgreeWithPlainListWhenLogIsAppendedCutAndCompacted() {
        for (int seed = 0; seed < 300; seed++) {
            final Random random = new Random(seed);
            final TermTable terms = new TermTable();
            final Model model = new Model();
            for (int step = 0; step < 60; step++) {
                change(random, terms, model);
                model.check(terms, "seed=" + seed + " step=" + step);
            }
        }
    }

    private static void change(final Random random, final TermTable terms, final Model model) {
        final int held = model.terms.size() - 1;
        switch (random.nextInt(10)) {
            case 0 -> {
                if (held > 0) {
                    final long from = model.baseIndex + 1 + random.nextInt(held);
                    terms.truncate(from);
                    model.truncate(from);
                }
            }
            case 1 -> {
                final long to = model.baseIndex + random.nextInt(held + 1);
                terms.compact(to);
                model.compact(to);
            }
            case 2 -> {
                if (random.nextInt(10) == 0) {
                    final long base = model.lastIndex() + random.nextInt(5);
                    terms.reset(base, model.lastTerm() + 1);
                    model.reset(base, model.lastTerm() + 1);
                }
            }
            default -> {
                final long term = model.lastTerm() + (random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
                final int count = 1 + random.nextInt(4);
                assertThat(terms.append(count, term)).isEqualTo(model.lastIndex() + 1);
                model.append(count, term);
            }
        }
    }

    /** The term of each index from the base on. */
    private static final class Model {
        private long baseIndex;
        private List<Long> terms = new ArrayList<>(List.of(0L));

        long lastIndex() {
            return baseIndex + terms.size() - 1;
        }

        long lastTerm() {
            return terms.get(terms.size() - 1);
        }

        long termAt(final long index) {
            return terms.get((int) (index - baseIndex));
        }

        void append(final int count, final long term) {
            for (int i = 0; i < count; i++) {
                terms.add(term);
            }
        }

        void truncate(final long from) {
            terms = new ArrayList<>(terms.subList(0, (int) (from - baseIndex)));
        }

        void compact(final long to) {
            terms = new ArrayList<>(terms.subList((int) (to - baseIndex), terms.size()));
            baseIndex = to;
        }

        void reset(final long base, final long term) {
            terms = new ArrayList<>(List.of(term));
            baseIndex = base;
        }

        void check(final TermTable table, final String where) {
            assertThat(table.baseIndex()).as(where).isEqualTo(baseIndex);
            assertThat(table.lastIndex()).as(where).isEqualTo(lastIndex());
            assertThat(table.lastTerm()).as(where).isEqualTo(lastTerm());
            assertThat(table.contains(baseIndex - 1)).as(where).isFalse();
            assertThat(table.contains(lastIndex() + 1)).as(where).isFalse();
            for (long index = baseIndex; index <= lastIndex(); index++) {
                assertThat(table.termAt(index)).as(where).isEqualTo(termAt(index));
                assertThat(table.matches(index, termAt(index))).as(where).isTrue();
                if (index > baseIndex) {
                    assertThat(table.lastIndexOfRun(index)).as(where).isEqualTo(lastOfRun(index));
                }
                for (long term = termAt(index) - 1; term <= termAt(index) + 1; term++) {
                    assertThat(table.highestIndexNotAbove(index, term))
                            .as("%s index=%d term=%d", where, index, term)
                            .isEqualTo(highestNotAbove(index, term));
                }
            }
            assertThat(table.highestIndexNotAbove(lastIndex() + 5, lastTerm()))
                    .as(where)
                    .isEqualTo(lastIndex());
        }

        private long lastOfRun(final long index) {
            long last = index;
            while (last < lastIndex() && termAt(last + 1) == termAt(index)) {
                last++;
            }
            return last;
        }

        private long highestNotAbove(final long index, final long term) {
            long found = index;
            while (found > baseIndex && termAt(found) > term) {
                found--;
            }
            return found;
        }
    }
}
