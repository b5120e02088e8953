package io.balsa.kv;

import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.NodeSetting;
import io.balsa.node.RaftNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A node of the replicated key-value store: main of its process.
 *
 * <p>Prints one line once it serves. SIGTERM and Ctrl-C end it in an orderly way: leadership is handed over, the log is made
 * durable. Exit codes: 0 ended on request, 1 stopped by a fault, 2 cannot be started as asked.
 */
@Command(name = "KvServer", description = "Runs one node of a replicated key-value store.", sortOptions = false)
public final class KvServer implements Callable<Integer> {
    /**
     * System property: the id of a process without which this one has no purpose. It ends in an orderly way when that one is
     * gone, even if that one was killed and could tell nobody.
     */
    public static final String PARENT_PROPERTY = "balsa.parent.pid";

    /** One line per event in the log. */
    private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "A properties file; options given beside it win.")
    private @Nullable Path config;

    @Option(names = "--node-id", paramLabel = "ID", description = "This node among the members, from 1.")
    private @Nullable Integer nodeId;

    @Option(names = "--cluster-id", paramLabel = "ID", description = "The same for all members; not 0.")
    private @Nullable Long clusterId;

    @Option(
            names = "--members",
            paramLabel = "LIST",
            description = "All members: ID=HOST:PEER_PORT:CLIENT_PORT,ID=... as in 1=127.0.0.1:7001:8001")
    private @Nullable String members;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where log and hard state are kept.")
    private @Nullable Path dataDirectory;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any other setting; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private KvServer() {}

    /** Runs the node until it ends. */
    public static void main(final String[] arguments) {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        final CommandLine commandLine = CommandLines.of(new KvServer());
        commandLine.getCommandSpec().usageMessage().footerHeading("%nSettings, with their defaults:%n");
        commandLine.getCommandSpec().usageMessage().footer(settingsHelp());
        return commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        final NodeConfig nodeConfig = nodeConfig();
        final RaftNode node = launch(nodeConfig);
        final AtomicBoolean asked = new AtomicBoolean();
        final Thread hook = new Thread(() -> closeOnRequest(node, asked), "balsa-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        endWithParent();
        final Member self = nodeConfig.self();
        System.out.println("node " + self.nodeId() + " serves: clients=" + self.host() + ":" + self.clientPort()
                + ", peers=" + self.host() + ":" + self.peerPort() + ", data=" + nodeConfig.dataDirectory() + ", pid="
                + ProcessHandle.current().pid());
        node.awaitStop();
        if (asked.get()) {
            // The hook ends the process.
            hook.join();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        final Throwable failure = node.failure();
        node.close();
        spec.commandLine()
                .getErr()
                .println("KvServer: node " + self.nodeId() + " stopped: "
                        + (failure == null ? "no reason given" : failure.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void endWithParent() {
        final @Nullable Long parentPid = Long.getLong(PARENT_PROPERTY);
        if (parentPid != null) {
            final Thread watch = new Thread(() -> awaitEnd(parentPid), "balsa-parent-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void awaitEnd(final long parentPid) {
        ProcessHandle.of(parentPid).ifPresent(parent -> parent.onExit().join());
        System.exit(CommandLine.ExitCode.OK);
    }

    /** A JVM that a signal ends would exit with 128 and the signal's number: ended on request is no failure. */
    private static void closeOnRequest(final RaftNode node, final AtomicBoolean asked) {
        asked.set(true);
        node.close();
        System.out.flush();
        Runtime.getRuntime().halt(node.failure() == null ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE);
    }

    private RaftNode launch(final NodeConfig nodeConfig) {
        try {
            return RaftNode.launch(nodeConfig, new KvStateMachine());
        } catch (final RuntimeException e) {
            // What keeps a node from starting says itself what to do.
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private NodeConfig nodeConfig() {
        final Properties properties = new Properties();
        if (config != null) {
            try {
                properties.putAll(PropertyFiles.load(config));
            } catch (final IOException e) {
                throw new IllegalArgumentException("the settings cannot be read: file=" + config + ", cause=" + e, e);
            }
        }
        put(properties, "node.id", nodeId);
        put(properties, "cluster.id", clusterId);
        put(properties, "members", members);
        put(properties, "data.dir", dataDirectory);
        properties.putAll(settings);
        final NodeConfig nodeConfig = NodeConfig.fromProperties(properties);
        final int responseBytes = nodeConfig.getInt(NodeSetting.MAX_RESPONSE_BYTES);
        if (responseBytes < KvResponseLayout.MIN_CAPACITY) {
            throw new IllegalArgumentException("too small for the store's responses: "
                    + NodeSetting.MAX_RESPONSE_BYTES.key() + "=" + responseBytes + "; take at least "
                    + KvResponseLayout.MIN_CAPACITY);
        }
        return nodeConfig;
    }

    private static void put(final Properties properties, final String key, final @Nullable Object value) {
        if (value != null) {
            properties.setProperty(key, value.toString());
        }
    }

    private static String[] settingsHelp() {
        final NodeSetting[] all = NodeSetting.values();
        final String[] lines = new String[all.length + 2];
        lines[0] = "  sync.policy=EVERY_BATCH           what an acknowledgement promises; or NEVER";
        lines[1] = "  threading.mode=SHARED             which threads run the node; or SHARED_INLINE_SYNC";
        for (int i = 0; i < all.length; i++) {
            final String setting = all[i].key() + "=" + all[i].defaultValue();
            lines[i + 2] = String.format("  %-33s %s", setting, all[i].meaning());
        }
        return lines;
    }
}
