package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of two profiles. */
class StackDiffTest {
    private static StackDiff diff(final String stacksA, final String stacksB) throws IOException {
        return StackDiff.of(Stacks.parse(stacksA), Stacks.parse(stacksB));
    }

    private static StackDiff at(final StackDiff tree, final String... names) {
        StackDiff frame = tree;
        for (final String name : names) {
            frame = frame.children().stream()
                    .filter(child -> child.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
        return frame;
    }

    @Test
    void shouldFindNoDifferenceWhenOnlyTheNumberOfSamplesDiffers() throws IOException {
        final StackDiff tree = diff("main;a 10\nmain;b 30\n", "main;a 100\nmain;b 300\n");

        assertThat(tree.changes(10)).isEmpty();
        assertThat(at(tree, "main", "a").shareB()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void shouldCountCalleesInTheShareAndNotInTheSelf() throws IOException {
        final StackDiff main = at(diff("main;a 10\nmain 30\n", "main;a 20\nmain 20\n"), "main");

        assertThat(main.shareA()).isEqualTo(1);
        assertThat(main.selfA()).isEqualTo(0.75);
        assertThat(main.selfB()).isEqualTo(0.5);
        assertThat(main.more()).isZero();
        assertThat(at(main, "a").more()).isEqualTo(0.25);
    }

    @Test
    void shouldShowAFrameWhenOnlyOneProfileHasIt() throws IOException {
        final StackDiff tree = diff("main;gone 40\nmain;kept 60\n", "main;kept 60\nmain;added 20\n");

        assertThat(at(tree, "main", "gone").more()).isCloseTo(-0.4, within(1e-12));
        assertThat(at(tree, "main", "added").more()).isCloseTo(0.25, within(1e-12));
        assertThat(at(tree, "main", "kept").more()).isCloseTo(0.15, within(1e-12));
    }

    @Test
    void shouldTakeFramesForOneWhenOnlyTheirCompilationDiffers() throws IOException {
        final StackDiff tree = diff("main_[j];a_[i] 1\n", "main_[0];a_[1] 1\n");

        assertThat(tree.changes(10)).isEmpty();
        assertThat(at(tree, "main", "a").shareA()).isEqualTo(1);
    }

    @Test
    void shouldAddAMethodUpWhenItIsCalledFromSeveralPlaces() throws IOException {
        final StackDiff tree = diff("a;x 10\nb;x 10\nc 20\n", "a;x 20\nb;x 10\nc 10\n");

        assertThat(tree.changes(10)).extracting(StackDiff.Change::name).containsExactly("c", "x");
        assertThat(tree.changes(1)).singleElement().satisfies(change -> {
            assertThat(change.selfA()).isEqualTo(0.5);
            assertThat(change.selfB()).isEqualTo(0.25);
            assertThat(change.more()).isEqualTo(-0.25);
        });
    }

    @Test
    void shouldLeaveOutFramesWhenNobodyCouldSeeThem() throws IOException {
        final StackDiff tree = diff("main;wide 9999\nmain;thin 1\n", "main;wide 9990\nmain;other 10\n");

        assertThat(at(tree.visible(), "main").children())
                .extracting(StackDiff::name)
                .containsExactly("other", "wide");
        assertThat(tree.changes(10)).extracting(StackDiff.Change::name).doesNotContain("thin");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldLoseInOnePlaceWhatItFindsInOthersWhateverTheProfiles(final long seed) throws IOException {
        final Random random = new Random(seed);
        final StackDiff tree = StackDiff.of(profile(random), profile(random));

        assertThat(sumOfSelves(tree)).as("seed=%d", seed).isCloseTo(0, within(1e-9));
        assertThat(tree.shareA()).isEqualTo(1);
        assertThat(tree.shareB()).isEqualTo(1);
    }

    private static double sumOfSelves(final StackDiff frame) {
        return frame.selfB()
                - frame.selfA()
                + frame.children().stream()
                        .mapToDouble(StackDiffTest::sumOfSelves)
                        .sum();
    }

    private static Stacks profile(final Random random) {
        final Stacks stacks = new Stacks();
        for (int i = 0; i < 60; i++) {
            final StringBuilder stack = new StringBuilder("main");
            random.ints(random.nextInt(4), 0, 4)
                    .forEach(frame -> stack.append(";m").append(frame));
            stacks.add(stack.toString(), 1 + random.nextInt(50));
        }
        return stacks;
    }
}
