package io.balsa.simulation;

import io.balsa.node.SteppedNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Machines, networks and clients of one run, all driven by one seed.
 *
 * <p>Threading: one thread.
 */
final class SimWorld {
    private final long seed;
    private final SimScheduler scheduler = new SimScheduler();
    private final RunTrace trace;
    private final SimSettings settings;
    private final Checkers checkers;
    private final Moments moments = new Moments(scheduler);
    private final NetworkWeather weather;
    private final SimNetwork network;
    private final ClientNetwork clientNetwork;
    private final History history;
    private final List<SimMachine> machines = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();

    /**
     * Makes a world in which nothing happens yet.
     *
     * @param writers clients that write and read
     * @param readers clients that only read
     * @param thinkNs see {@link SimClient}
     */
    SimWorld(
            final long seed,
            final int nodeCount,
            final int writers,
            final int readers,
            final double thinkNs,
            final RunTrace trace) {
        this.seed = seed;
        this.trace = trace;
        settings = new SimSettings(nodeCount, random("settings", 0));
        checkers = new Checkers(nodeCount);
        weather = new NetworkWeather(random("weather", 0));
        network = new SimNetwork(
                scheduler,
                random("network", 0),
                weather,
                new MessageReader(scheduler, checkers, moments, trace),
                nodeCount);
        clientNetwork = new ClientNetwork(scheduler, random("client network", 0), nodeCount, writers + readers);
        history = new History(scheduler, checkers.exactlyOnce());
        for (int nodeId = 1; nodeId <= nodeCount; nodeId++) {
            machines.add(new SimMachine(nodeId, this, new NodeWatch(nodeId, scheduler, checkers, moments, trace)));
        }
        for (int i = 1; i <= writers + readers; i++) {
            clients.add(new SimClient(i, scheduler, random("client", i), clientNetwork, history, thinkNs, i > writers));
        }
    }

    /** Starts all machines and clients. */
    void start() {
        machines.forEach(SimMachine::start);
        clients.forEach(SimClient::start);
    }

    SimRandom random(final String concern, final int number) {
        return SimRandom.of(seed, concern, number);
    }

    SimScheduler scheduler() {
        return scheduler;
    }

    RunTrace trace() {
        return trace;
    }

    SimSettings settings() {
        return settings;
    }

    Checkers checkers() {
        return checkers;
    }

    Moments moments() {
        return moments;
    }

    NetworkWeather weather() {
        return weather;
    }

    SimNetwork network() {
        return network;
    }

    ClientNetwork clients() {
        return clientNetwork;
    }

    History history() {
        return history;
    }

    SimMachine machine(final int nodeId) {
        return machines.get(nodeId - 1);
    }

    List<SimMachine> machines() {
        return machines;
    }

    List<SimClient> allClients() {
        return clients;
    }

    /** Returns the machine whose node leads the highest term, null when none does. */
    @Nullable
    SimMachine leader() {
        SimMachine leader = null;
        long term = 0;
        for (final SimMachine machine : machines) {
            final SteppedNode node = machine.node();
            if (node != null
                    && node.raft().leaderId() == machine.nodeId()
                    && node.raft().term() > term) {
                leader = machine;
                term = node.raft().term();
            }
        }
        return leader;
    }
}
