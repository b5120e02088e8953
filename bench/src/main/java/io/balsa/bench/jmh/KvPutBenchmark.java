package io.balsa.bench.jmh;

import io.balsa.kv.KvStateMachine;
import io.balsa.statemachine.StateSnapshot;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a put into the key-value store costs: without a snapshot, and from the moment on at which one begins, with the copies of all
 * pages that are then written to for the first time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KvPutBenchmark {
    /** How many are replaced in turns: 100,000 take 28 MiB, about 2,600 pages, all of which are soon written to; 1,000 stay in a cache. */
    @Param({"1000", "100000"})
    private int entries;

    /** Whether a snapshot is open, begun with each iteration. */
    @Param({"none", "open"})
    private String snapshot;

    private final KvStateMachine machine = new KvStateMachine();
    private final KvPuts puts = new KvPuts();
    private @Nullable StateSnapshot view;
    private int number;

    /** Fills the store. */
    @Setup
    public void fill() {
        for (int i = 0; i < entries; i++) {
            puts.apply(machine, i);
        }
    }

    /** Begins a snapshot, where one is wanted. */
    @Setup(Level.Iteration)
    public void begin() {
        if (snapshot.equals("open")) {
            view = machine.beginSnapshot();
        }
    }

    /** Ends it. */
    @TearDown(Level.Iteration)
    public void end() {
        final StateSnapshot opened = view;
        if (opened != null) {
            opened.close();
            view = null;
        }
    }

    /** Frees the store. */
    @TearDown
    public void close() {
        machine.close();
    }

    /** Replaces one value. */
    @Benchmark
    public long put() {
        Handicap.take(1);
        number = number == entries - 1 ? 0 : number + 1;
        return puts.apply(machine, number);
    }
}
