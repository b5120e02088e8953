package io.balsa.bench.jmh;

import java.io.IOException;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Passes everything JMH has to say on to another format, so that a subclass can listen. */
class ForwardingFormat implements OutputFormat {
    private final OutputFormat target;

    ForwardingFormat(final OutputFormat target) {
        this.target = target;
    }

    @Override
    public void iteration(final BenchmarkParams benchmark, final IterationParams iteration, final int number) {
        target.iteration(benchmark, iteration, number);
    }

    @Override
    public void iterationResult(
            final BenchmarkParams benchmark,
            final IterationParams iteration,
            final int number,
            final IterationResult result) {
        target.iterationResult(benchmark, iteration, number, result);
    }

    @Override
    public void startBenchmark(final BenchmarkParams benchmark) {
        target.startBenchmark(benchmark);
    }

    @Override
    public void endBenchmark(final BenchmarkResult result) {
        target.endBenchmark(result);
    }

    @Override
    public void startRun() {
        target.startRun();
    }

    @Override
    public void endRun(final Collection<RunResult> results) {
        target.endRun(results);
    }

    @Override
    public void print(final String text) {
        target.print(text);
    }

    @Override
    public void println(final String text) {
        target.println(text);
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void close() {
        target.close();
    }

    @Override
    public void verbosePrintln(final String text) {
        target.verbosePrintln(text);
    }

    @Override
    public void write(final int character) {
        target.write(character);
    }

    @Override
    public void write(final byte[] bytes) throws IOException {
        target.write(bytes);
    }
}
