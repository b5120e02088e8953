package io.balsa.bench.run;

import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The looks at disk and loopback of one run. */
final class MachineLooks {
    private final Path directory;
    private final BenchSettings settings;
    private final Progress progress;
    private final List<MachineProbe> probes = new ArrayList<>();

    MachineLooks(final Path directory, final BenchSettings settings, final Progress progress) {
        this.directory = directory;
        this.settings = settings;
        this.progress = progress;
    }

    /** Takes a look. */
    void take(final String name) throws IOException, InterruptedException {
        final double seconds = settings.seconds(BenchSetting.PROBE_SECONDS);
        progress.phase("disk and loopback, " + name, seconds);
        final MachineProbe probe = MachineProbe.take(
                name,
                progress.elapsedSeconds() + seconds / 2,
                directory,
                settings.integer(BenchSetting.COMMAND_BYTES),
                settings.nanos(BenchSetting.PROBE_SECONDS));
        probes.add(probe);
        progress.result("sync %,.0f us, three at once %,.0f us, loopback %,.0f us: limit %,.0f us"
                .formatted(
                        probe.sync().p50Ns() / 1e3,
                        probe.sharedSync().p50Ns() / 1e3,
                        probe.roundTrip().p50Ns() / 1e3,
                        probe.limit().sharedDiskNs() / 1e3));
    }

    List<MachineProbe> all() {
        return List.copyOf(probes);
    }
}
