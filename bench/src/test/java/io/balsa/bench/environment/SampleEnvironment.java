package io.balsa.bench.environment;

import io.balsa.bench.environment.Environment.DataDisk;
import io.balsa.bench.environment.Environment.Jvm;
import java.util.List;

/** A made-up machine. */
public final class SampleEnvironment {
    private SampleEnvironment() {}

    /**
     * Returns it.
     *
     * @param cpuModel names its hardware
     * @param jvmVersion of the Java on it
     */
    public static Environment of(final String cpuModel, final String jvmVersion) {
        return new Environment(
                cpuModel,
                2,
                24L << 30,
                "Some Linux 12",
                "Linux 6.1",
                "none",
                "tsc",
                "madvise",
                0.4,
                new DataDisk("/data", "ext4", "/dev/vda", "rw,relatime"),
                new Jvm("OpenJDK 64-Bit Server VM", "Some Vendor", jvmVersion),
                List.of(),
                List.of(),
                "86efc4900000000000000000000000000000beef",
                false);
    }
}
