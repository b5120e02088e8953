package io.balsa.bench.doctor;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.probe.HiccupProbe;
import io.balsa.bench.stats.LatencySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks a machine over, in a few seconds. */
public final class Doctor {
    private static final double BUSY_SHARE = 0.25;
    private static final double MOST_PRESSURE_PERCENT = 5;
    private static final double LONG_HICCUP_MS = 5;
    private static final int FEW_CORES = 4;
    private static final long LEAST_FREE_BYTES = 4L << 30;
    private static final double GIBIBYTE = 1L << 30;
    private static final double NS_PER_MS = 1e6;
    private static final int ENOUGH_COMPARISONS = 19;

    private final Environment environment;
    private final Path data;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(final Environment environment, final Path data) {
        this.environment = environment;
        this.data = data;
    }

    /**
     * Examines this machine.
     *
     * @param data an existing directory on the disk that runs write to
     * @param noiseComparisons how often identical code has been compared on this machine
     * @param hiccupNs how long to watch for hiccups
     * @return what was found, in the order in which it is best read
     * @throws IOException when the free space cannot be asked for
     */
    public static List<Finding> examine(
            final Environment environment, final Path data, final int noiseComparisons, final long hiccupNs)
            throws IOException {
        final Doctor doctor = new Doctor(environment, data);
        doctor.cores();
        doctor.governor();
        doctor.clock();
        doctor.load();
        doctor.pressure("cpu");
        doctor.pressure("io");
        doctor.hiccups(hiccupNs);
        doctor.disk();
        doctor.space();
        doctor.profiling();
        doctor.noise(noiseComparisons);
        return List.copyOf(doctor.findings);
    }

    private void cores() {
        final String found = environment.cores() + " of " + environment.cpuModel();
        findings.add(
                environment.cores() >= FEW_CORES
                        ? Finding.good("cores", found)
                        : Finding.noisy(
                                "cores",
                                found,
                                "load and nodes share them: take ratios within a run, and compare branches with bench ab"));
    }

    private void governor() {
        final String governor = environment.governor();
        findings.add(
                governor.equals("none") || governor.equals("performance") || governor.equals(Environment.UNKNOWN)
                        ? Finding.good("frequency governor", governor)
                        : Finding.noisy(
                                "frequency governor",
                                governor,
                                "the clock of the cores changes with the load: cpupower frequency-set -g performance"));
    }

    private void clock() {
        final String source = environment.clockSource();
        findings.add(
                source.equals("tsc") || source.equals("kvm-clock") || source.equals(Environment.UNKNOWN)
                        ? Finding.good("clock source", source)
                        : Finding.noisy(
                                "clock source", source, "reading the time is slow here, each stamp costs more"));
    }

    private void load() {
        final String found = String.format(Locale.ROOT, "%.2f over the last minute", environment.loadAverage());
        findings.add(
                environment.loadAverage() <= BUSY_SHARE * environment.cores()
                        ? Finding.good("load of the machine", found)
                        : Finding.noisy("load of the machine", found, "others run here: stop them, or wait"));
    }

    private void pressure(final String resource) {
        final Optional<Double> percent = pressurePercent(resource);
        final String subject = resource + " pressure";
        if (percent.isEmpty()) {
            findings.add(Finding.noisy(subject, "not told", "this kernel does not say when tasks wait: CONFIG_PSI"));
            return;
        }
        final String found = String.format(Locale.ROOT, "%.1f%% of the last ten seconds", percent.get());
        findings.add(
                percent.get() <= MOST_PRESSURE_PERCENT
                        ? Finding.good(subject, found)
                        : Finding.noisy(subject, found, "tasks wait for it already, before a run begins"));
    }

    private static Optional<Double> pressurePercent(final String resource) {
        try {
            final String some =
                    Files.readAllLines(Path.of("/proc/pressure", resource)).get(0);
            final int from = some.indexOf("avg10=") + "avg10=".length();
            return Optional.of(Double.valueOf(some.substring(from, some.indexOf(' ', from))));
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    private void hiccups(final long durationNs) {
        final LatencySummary hiccups = LatencySummary.of(HiccupProbe.run(durationNs));
        final String found = String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99.9 %.2f ms, max %.2f ms",
                hiccups.p50Ns() / NS_PER_MS,
                hiccups.p999Ns() / NS_PER_MS,
                hiccups.maxNs() / NS_PER_MS);
        findings.add(
                hiccups.p999Ns() <= LONG_HICCUP_MS * NS_PER_MS
                        ? Finding.good("hiccups of a sleeper", found)
                        : Finding.noisy("hiccups of a sleeper", found, "no tail can be shorter than this"));
    }

    private void disk() {
        final Environment.DataDisk disk = environment.dataDisk();
        final String found = disk.fileSystem() + " on " + disk.device();
        findings.add(
                disk.inMemory()
                        ? Finding.unfit("disk of the data", found, "a sync reaches no disk: --data-dir on a real one")
                        : Finding.good("disk of the data", found));
    }

    private void space() throws IOException {
        final long free = Files.getFileStore(data).getUsableSpace();
        final String found = String.format(Locale.ROOT, "%.1f GiB free in %s", free / GIBIBYTE, data);
        findings.add(
                free >= LEAST_FREE_BYTES
                        ? Finding.good("space", found)
                        : Finding.unfit("space", found, "runs need 4 GiB: free some, or --data-dir elsewhere"));
    }

    private void profiling() {
        try {
            final int level = Integer.parseInt(Files.readString(Path.of("/proc/sys/kernel/perf_event_paranoid"))
                    .strip());
            findings.add(
                    level <= 1
                            ? Finding.good("profiling", "perf events are allowed, level " + level)
                            : Finding.noisy(
                                    "profiling",
                                    "perf events are restricted, level " + level,
                                    "flame graphs lack kernel frames: sysctl kernel.perf_event_paranoid=1"));
        } catch (final IOException | NumberFormatException e) {
            findings.add(Finding.noisy("profiling", "no perf events here", "flame graphs are made by timer signals"));
        }
    }

    private void noise(final int comparisons) {
        final String found = comparisons + " comparisons of identical code are known";
        findings.add(
                comparisons >= ENOUGH_COMPARISONS
                        ? Finding.good("noise history", found)
                        : Finding.noisy(
                                "noise history", found, "verdicts rest on a guess of 3%: bench aa, again at times"));
    }
}
