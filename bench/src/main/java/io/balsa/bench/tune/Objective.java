package io.balsa.bench.tune;

import io.balsa.bench.verdict.Percent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a search is to improve. Costs are natural logarithms, less is better: a difference of two is the logarithm of a ratio. */
public enum Objective {
    /** Commands per second in a closed loop. */
    THROUGHPUT("throughput", "commands/s") {
        @Override
        double cost(final Figures figures) {
            return -Math.log(figures.commandsPerSecond());
        }

        @Override
        public String change(final double cost) {
            return Percent.signed(-cost);
        }
    },
    /** The 99.9th percentile of the response at a fixed rate. */
    P999("p99.9", "p99.9") {
        @Override
        double cost(final Figures figures) {
            return Math.log((double) figures.p999Ns());
        }
    },
    /** Processor time per command at a fixed rate. */
    CPU("cpu", "CPU per command") {
        @Override
        double cost(final Figures figures) {
            return Math.log(figures.cpuMicrosPerCommand());
        }
    },
    /** All three alike: the geometric mean of their ratios. */
    BALANCED("balanced", "mean of all three") {
        @Override
        double cost(final Figures figures) {
            return PARTS.stream()
                    .mapToDouble(part -> part.cost(figures))
                    .average()
                    .orElseThrow();
        }
    };

    /** The objectives that are measured. */
    public static final List<Objective> PARTS = List.of(THROUGHPUT, P999, CPU);

    private final String word;
    private final String figure;

    Objective(final String word, final String figure) {
        this.word = word;
        this.figure = figure;
    }

    /** Returns the logarithm of what is to be made small. */
    abstract double cost(Figures figures);

    /** Returns a difference of costs as a change of the figure: {@code +4.7%} more commands per second, or time, than before. */
    public String change(final double cost) {
        return Percent.signed(cost);
    }

    /** Returns its name on the command line. */
    public String word() {
        return word;
    }

    /** Returns the name of what is measured. */
    public String figure() {
        return figure;
    }

    /** Finds the objective with a name. */
    public static Optional<Objective> of(final String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }

    /** Returns all names. */
    public static String words() {
        return Arrays.stream(values()).map(Objective::word).collect(Collectors.joining(", "));
    }
}
