package io.balsa.bench.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Notes when its iterations begin and end, or throws: {@code -Dturns.notes=FILE}, {@code -Dturns.fails=true}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TurnsBenchmark {
    private long value;

    /** Notes that an iteration begins. */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
        note("begin");
    }

    /** Notes that an iteration ends. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
        note("end");
    }

    private static void note(final String what) throws IOException {
        final Path notes = Path.of(System.getProperty("turns.notes"));
        final String name = System.getProperty("turns.name");
        Files.writeString(notes, name + " " + what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Benchmark
    public long add() {
        if (Boolean.getBoolean("turns.fails")) {
            throw new IllegalStateException("as it was told to");
        }
        return value++;
    }
}
