package io.balsa.counters;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost, by scenario and counter, as it stands in {@code results/counters.txt}: a line each, so that the difference of two
 * commits is read line by line. Values are exact decimals.
 *
 * <p>Threading: one thread.
 */
final class CounterTable {
    private static final String HEAD = """
            # What one request costs the whole cluster: see "Deterministic counters" in README.md.
            # Written by scripts/counters --accept, compared by every build.
            """;
    private static final int DECIMALS = 4;
    private static final int SCENARIO_WIDTH = 58;
    private static final int COUNTER_WIDTH = 24;
    private static final int VALUE_WIDTH = 16;
    private static final int CHANGE_WIDTH = VALUE_WIDTH - 1;

    /** A line of the table. */
    private record Key(String scenario, String counter) {}

    private final Map<Key, BigDecimal> values = new LinkedHashMap<>();

    /** Returns where the table is kept. */
    static Path file() {
        return Path.of(System.getProperty("balsa.home", "..")).resolve(Path.of("results", "counters.txt"));
    }

    /** Reads a table; one that is not there is empty. */
    static CounterTable read(final Path file) throws IOException {
        final CounterTable table = new CounterTable();
        if (Files.exists(file)) {
            final List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).startsWith("#") && !lines.get(i).isBlank()) {
                    table.parse(file, i + 1, lines.get(i).trim().split(" +"));
                }
            }
        }
        return table;
    }

    private void parse(final Path file, final int line, final String[] fields) {
        if (fields.length != 3) {
            throw new IllegalArgumentException("a line of counters is not three words: file=" + file + ", line=" + line
                    + ", found=" + fields.length + "; write the file with scripts/counters --accept");
        }
        values.put(new Key(fields[0], fields[1]), new BigDecimal(fields[2]));
    }

    void write(final Path file) throws IOException {
        Files.writeString(file, HEAD + this);
    }

    /** Adds what a scenario counted in all. */
    void put(final String scenario, final Map<String, Long> counts) {
        final BigDecimal requests = BigDecimal.valueOf(Scenario.COUNTED);
        // Divides evenly, or throws.
        counts.forEach((counter, count) -> values.put(
                new Key(scenario, counter),
                BigDecimal.valueOf(count).divide(requests).setScale(DECIMALS)));
    }

    /** Returns the part of one scenario. */
    CounterTable of(final String scenario) {
        final CounterTable part = new CounterTable();
        values.forEach((key, value) -> {
            if (key.scenario.equals(scenario)) {
                part.values.put(key, value);
            }
        });
        return part;
    }

    /** Returns the scenarios that are in it. */
    Set<String> scenarios() {
        final Set<String> names = new LinkedHashSet<>();
        values.keySet().forEach(key -> names.add(key.scenario));
        return names;
    }

    /** Returns the lines in which another table, the newer one, differs: old, new and the change in percent. */
    List<String> differences(final CounterTable newer) {
        final Set<Key> keys = new LinkedHashSet<>(values.keySet());
        keys.addAll(newer.values.keySet());
        final List<String> lines = new ArrayList<>();
        for (final Key key : keys) {
            final BigDecimal before = values.get(key);
            final BigDecimal after = newer.values.get(key);
            if (!Objects.equals(before, after)) {
                lines.add(name(key) + number(before) + number(after) + percent(before, after));
            }
        }
        if (!lines.isEmpty()) {
            lines.add(0, name(new Key("scenario", "counter")) + right("old") + right("new") + right("change"));
        }
        return lines;
    }

    private static String name(final Key key) {
        return String.format(
                Locale.ROOT, "%-" + SCENARIO_WIDTH + "s%-" + COUNTER_WIDTH + "s", key.scenario, key.counter);
    }

    private static String number(final @Nullable BigDecimal value) {
        return right(value == null ? "-" : value.toPlainString());
    }

    private static String right(final String text) {
        return String.format(Locale.ROOT, "%" + VALUE_WIDTH + "s", text);
    }

    private static String percent(final @Nullable BigDecimal before, final @Nullable BigDecimal after) {
        if (before == null || after == null || before.signum() == 0) {
            return "";
        }
        final double change = 100 * (after.doubleValue() / before.doubleValue() - 1);
        return String.format(Locale.ROOT, "%+" + CHANGE_WIDTH + ".2f%%", change);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(name(key)).append(number(value)).append('\n'));
        return text.toString();
    }
}
