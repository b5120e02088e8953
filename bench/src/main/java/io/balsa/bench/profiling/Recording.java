package io.balsa.bench.profiling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import one.jfr.JfrReader;
import one.jfr.event.Event;
import one.jfr.event.EventCollector;

/** What the profiler recorded, a file in the format of JDK Flight Recorder, read as stacks by the profiler's own converter. */
final class Recording {
    private static final Pattern THREAD_NUMBER = Pattern.compile("^\\[(.*?) tid=\\d+]");
    private static final Pattern LAMBDA_NUMBER = Pattern.compile("\\$\\$Lambda\\$\\d+");
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private Recording() {}

    /**
     * Reads all samples.
     *
     * @throws IOException when the file cannot be read or is no recording
     */
    static Stacks read(final Path file, final ProfileEvent event) throws IOException {
        return read(file, event, timeNs -> true);
    }

    /**
     * Reads the samples of certain times.
     *
     * @param timesNs whether a time, as {@link System#nanoTime} has it, is one of them
     * @throws IOException also when the recording's clock is another one
     */
    static Stacks read(final Path file, final ProfileEvent event, final LongPredicate timesNs) throws IOException {
        final Arguments arguments = new Arguments();
        arguments.output = "collapsed";
        arguments.norm = true;
        arguments.threads = event == ProfileEvent.WALL;
        arguments.alloc = event == ProfileEvent.ALLOC;
        arguments.lock = event == ProfileEvent.LOCK;
        arguments.total = event == ProfileEvent.ALLOC || event == ProfileEvent.LOCK;
        final ByteArrayOutputStream collapsed = new ByteArrayOutputStream();
        try (JfrReader reader = new JfrReader(file.toString())) {
            if (reader.ticksPerSec != NS_PER_SECOND) {
                throw new IOException("the recording is not stamped by the monotonic clock: file=" + file
                        + ", ticksPerSecond expected=" + NS_PER_SECOND + ", found=" + reader.ticksPerSec
                        + "; record it anew");
            }
            final Converter converter = new Converter(reader, arguments, timesNs);
            converter.convert();
            converter.dump(collapsed);
        }
        return Stacks.parse(collapsed.toString(StandardCharsets.UTF_8)).renamed(Recording::withoutNumbers);
    }

    /** Threads and lambdas that differ only in a number are one, so that profiles of two processes meet. */
    static String withoutNumbers(final String stack) {
        return LAMBDA_NUMBER
                .matcher(THREAD_NUMBER.matcher(stack).replaceFirst("[$1]"))
                .replaceAll("\\$\\$Lambda");
    }

    private static final class Converter extends JfrToFlame {
        private final LongPredicate timesNs;

        Converter(final JfrReader reader, final Arguments arguments, final LongPredicate timesNs) {
            super(reader, arguments);
            this.timesNs = timesNs;
        }

        /** Called by the constructor above: what it returns looks at the times with the first event and not before. */
        @Override
        protected EventCollector createCollector(final Arguments arguments) {
            return new Chosen(super.createCollector(arguments));
        }

        private final class Chosen implements EventCollector {
            private final EventCollector all;

            Chosen(final EventCollector all) {
                this.all = all;
            }

            @Override
            public void collect(final Event event) {
                if (timesNs.test(event.time)) {
                    all.collect(event);
                }
            }

            @Override
            public void beforeChunk() {
                all.beforeChunk();
            }

            @Override
            public void afterChunk() {
                all.afterChunk();
            }

            @Override
            public boolean finish() {
                return all.finish();
            }

            @Override
            public void forEach(final Visitor visitor) {
                all.forEach(visitor);
            }
        }
    }
}
