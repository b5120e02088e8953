package io.balsa.bench.report;

import io.balsa.bench.environment.Environment;
import java.util.LinkedHashMap;
import java.util.Map;

/** An environment as facts in words. */
public final class EnvironmentFacts {
    private EnvironmentFacts() {}

    /** Returns values by the names of the facts, in the order in which they are shown; the same names for every environment. */
    public static Map<String, String> of(final Environment environment) {
        final Environment.DataDisk disk = environment.dataDisk();
        final Environment.Jvm jvm = environment.jvm();
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("CPU", environment.cpuModel() + ", " + environment.cores() + " cores");
        facts.put("governor, clock", environment.governor() + ", " + environment.clockSource());
        facts.put(
                "memory",
                Format.digits(environment.memoryBytes() / (double) (1 << 30)) + " GiB, huge pages "
                        + environment.hugePages());
        facts.put("system", environment.operatingSystem() + ", " + environment.kernel());
        facts.put("load average before", Format.seconds(environment.loadAverage()));
        facts.put("data on", disk.fileSystem() + " on " + disk.device() + " (" + disk.mountOptions() + ")");
        facts.put("JVM", jvm.name() + " " + jvm.version() + " (" + jvm.vendor() + ")");
        facts.put("node flags", String.join(" ", environment.nodeJvmArguments()));
        facts.put("bench flags", String.join(" ", environment.benchJvmArguments()));
        facts.put("commit", environment.commit() + (environment.dirty() ? ", with changes not committed" : ""));
        return facts;
    }
}
