package io.balsa.consensus.datadriven;

import java.util.List;

/**
 * One directive of a conformance file with the answer it expects.
 *
 * @param position file and line, for messages
 * @param command the directive's name
 * @param arguments in the order of the line
 * @param input the lines between the directive and the rule, joined
 * @param expected the lines of the answer, joined
 */
public record DatadrivenCase(String position, String command, List<Argument> arguments, String input, String expected) {

    /**
     * An argument: {@code key}, {@code key=value} or {@code key=(value,value)}.
     *
     * @param values none for a bare key
     */
    public record Argument(String key, List<String> values) {}

    /** Tells whether the line has an argument of this name. */
    public boolean has(final String key) {
        return arguments.stream().anyMatch(argument -> argument.key().equals(key));
    }

    /** Returns the values of the argument of this name, none when it is not there. */
    public List<String> values(final String key) {
        return arguments.stream()
                .filter(argument -> argument.key().equals(key))
                .findFirst()
                .map(Argument::values)
                .orElse(List.of());
    }

    @Override
    public String toString() {
        return position + " " + command;
    }
}
