package io.balsa.bench.profiling;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Samples by their stack, in the form that all tools for flame graphs read: frames with {@code ;} between them, outermost first, a blank,
 * a weight. The weight is a number of samples, or what {@link ProfileEvent#unit} says.
 *
 * <p>Threading: one owner.
 */
public final class Stacks {
    private final Map<String, Long> weights = new TreeMap<>();

    /** Makes an empty one. */
    public Stacks() {}

    /**
     * Reads the form that {@link #text} writes.
     *
     * @throws IOException when a line is nothing of the kind
     */
    public static Stacks parse(final String text) throws IOException {
        final Stacks stacks = new Stacks();
        try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                final int blank = line.lastIndexOf(' ');
                try {
                    stacks.add(line.substring(0, Math.max(0, blank)), Long.parseLong(line.substring(blank + 1)));
                } catch (final IllegalArgumentException e) {
                    throw new IOException("not a stack and its weight: line=" + line, e);
                }
            }
        }
        return stacks;
    }

    /**
     * Adds a sample, or several of one stack.
     *
     * @param stack at least one frame
     * @param weight above 0
     */
    public void add(final String stack, final long weight) {
        if (stack.isEmpty() || weight <= 0) {
            throw new IllegalArgumentException("no sample: stack=" + stack + ", weight=" + weight);
        }
        weights.merge(stack, weight, Long::sum);
    }

    /** Adds all samples of another. */
    public void addAll(final Stacks others) {
        others.weights.forEach(this::add);
    }

    /** Returns the sum of all weights. */
    public long total() {
        return weights.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns weights by stack. */
    public Map<String, Long> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** Returns those whose stack is wanted. */
    public Stacks having(final Predicate<String> wanted) {
        final Stacks kept = new Stacks();
        weights.forEach((stack, weight) -> {
            if (wanted.test(stack)) {
                kept.add(stack, weight);
            }
        });
        return kept;
    }

    /** Returns all, each under the stack that a function makes of its own; equal ones are added up. */
    public Stacks renamed(final UnaryOperator<String> rename) {
        final Stacks renamed = new Stacks();
        weights.forEach((stack, weight) -> renamed.add(rename.apply(stack), weight));
        return renamed;
    }

    /** Returns a line per stack, sorted. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        weights.forEach(
                (stack, weight) -> text.append(stack).append(' ').append(weight).append('\n'));
        return text.toString();
    }

    /** Returns the same to be read by another. */
    Reader reader() {
        return new StringReader(text());
    }

    /**
     * Writes the lines.
     *
     * @throws IOException when the file cannot be written
     */
    public void write(final Path file) throws IOException {
        Files.writeString(file, text());
    }
}
