package io.balsa.bench.report.tuning;

import io.balsa.bench.tune.Figures;
import io.balsa.bench.tune.ParetoFront;
import io.balsa.bench.tune.Phase;
import io.balsa.bench.tune.TrialRecord;
import io.balsa.bench.tune.TuningRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Median;

/**
 * What was reached, in the three figures: by candidates of race and confirmation, the medians of their trials; by trials of the screen,
 * what each measured alone.
 *
 * @param screen trials of the screen
 * @param candidates the profile first
 */
record Points(List<Point> screen, List<Point> candidates) {
    private static final double NS_PER_MS = 1e6;

    /** A figure as an axis. */
    enum Axis {
        THROUGHPUT("commands/s, more is better", -1),
        TAIL("p99.9 in ms, less is better", 1),
        CPU("CPU per command in µs, less is better", 1);

        private final String words;
        private final int sign;

        Axis(final String words, final int sign) {
            this.words = words;
            this.sign = sign;
        }

        String words() {
            return words;
        }

        double of(final Point point) {
            return switch (this) {
                case THROUGHPUT -> point.commandsPerSecond();
                case TAIL -> point.tailMs();
                case CPU -> point.cpuMicros();
            };
        }

        /** Returns the value turned so that less is better. */
        double cost(final Point point) {
            return sign * of(point);
        }
    }

    /**
     * A point.
     *
     * @param name of the candidate or trial
     * @param words name and changes
     * @param trials that it stands on
     * @param front whether no other candidate is at least as good in all figures and better in one
     */
    record Point(
            String name,
            String words,
            int trials,
            double commandsPerSecond,
            double tailMs,
            double cpuMicros,
            boolean front) {
        private Point onFront(final boolean isOn) {
            return new Point(name, words, trials, commandsPerSecond, tailMs, cpuMicros, isOn);
        }
    }

    /** Takes them from the trials of a search; failed ones are left out. */
    static Points of(final TuningRecord tuning, final List<TrialRecord> trials) {
        final List<Point> screen = new ArrayList<>();
        final Map<String, List<TrialRecord>> byCandidate = new LinkedHashMap<>();
        byCandidate.put(tuning.from(), new ArrayList<>());
        for (final TrialRecord trial : trials) {
            final Figures figures = trial.figures();
            if (figures != null && trial.phase() == Phase.SCREEN) {
                screen.add(point(trial.candidate(), List.of(trial)));
            } else if (figures != null) {
                // The profile runs under a second name in the confirmation.
                final String name = trial.changes().isEmpty() ? tuning.from() : trial.candidate();
                byCandidate.computeIfAbsent(name, key -> new ArrayList<>()).add(trial);
            }
        }
        final List<Point> candidates = new ArrayList<>();
        byCandidate.forEach((name, members) -> {
            if (!members.isEmpty()) {
                candidates.add(point(name, members));
            }
        });
        return new Points(screen, marked(candidates));
    }

    private static List<Point> marked(final List<Point> points) {
        final boolean[] front = ParetoFront.of(points.stream()
                .map(point -> new double[] {Axis.THROUGHPUT.cost(point), Axis.TAIL.cost(point), Axis.CPU.cost(point)})
                .toArray(double[][]::new));
        final List<Point> marked = new ArrayList<>();
        for (int i = 0; i < front.length; i++) {
            marked.add(points.get(i).onFront(front[i]));
        }
        return marked;
    }

    private static Point point(final String name, final List<TrialRecord> members) {
        final String changes = members.get(0).changes().entrySet().stream()
                .map(change -> change.getKey() + " " + change.getValue())
                .collect(Collectors.joining(", "));
        return new Point(
                name,
                changes.isEmpty() ? name : name + ": " + changes,
                members.size(),
                median(members, Figures::commandsPerSecond),
                median(members, figures -> figures.p999Ns() / NS_PER_MS),
                median(members, Figures::cpuMicrosPerCommand),
                false);
    }

    private static double median(final List<TrialRecord> members, final ToDoubleFunction<Figures> figure) {
        final double[] values = members.stream()
                .map(TrialRecord::figures)
                .filter(figures -> figures != null)
                .mapToDouble(figure)
                .toArray();
        return Median.withDefaults().evaluate(values);
    }
}
