package io.balsa.consensus.explorer;

import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.simulation.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A way through a plan, written as a scenario of directives, without expected output.
 *
 * <p>A directive can deliver all messages to a node or all of one type; that here only one of them arrives is said in a comment, as is
 * whatever else has no directive.
 */
final class ScenarioScript {
    private final Plan plan;
    private final Cores cores;
    private final List<String> lines = new ArrayList<>();

    private ScenarioScript(final Plan plan, final Cores cores) {
        this.plan = plan;
        this.cores = cores;
    }

    static String of(final Plan plan, final Explorer.Result result) {
        final ScenarioScript script = new ScenarioScript(plan, result.cores());
        script.comment("plan " + plan.name() + ": " + result.violation());
        script.addNodes();
        result.path().forEach(script::add);
        return String.join("\n", script.lines);
    }

    private void addNodes() {
        final StringBuilder voters = new StringBuilder();
        for (final int voter : plan.membership().voters()) {
            voters.append(voters.isEmpty() ? "" : ",").append(voter);
        }
        if (plan.membership().isJoint()) {
            comment("the membership at the beginning is " + plan.membership());
        }
        directive("add-nodes " + plan.nodes() + " voters=(" + voters + ") index=2"
                + (plan.leases() ? " checkquorum=true read-only=lease-based" : "")
                + (plan.syncs() ? " async-storage-writes=true" : ""));
    }

    private void add(final Event event) {
        final int id = event.nodeId();
        switch (event.kind()) {
            case DELIVER -> deliver(id, cores.message(event.argument()));
            case DUPLICATE -> {
                directive("dup-msgs " + id);
                deliver(id, cores.message(event.argument()));
            }
            case PERSIST -> directive("process-append-thread " + id);
            case CRASH -> directive("restart " + id);
            case CRASH_WITH_LOG_WRITTEN -> {
                comment("the log was written back before the crash, the hard state was not");
                directive("restart " + id);
            }
            case CAMPAIGN -> directive("campaign " + id);
            case TIMEOUT -> directive("tick-election " + id);
            case PROPOSE -> directive("propose " + id + " data");
            case CHANGE -> change(id, Changes.changeOf(Changes.valueOf(event.argument())));
            case TRANSFER -> directive("transfer-leadership from=" + id + " to=" + event.argument());
            case READ, LEASE_READ -> directive("read-index " + id + " read");
        }
        directive("process-ready " + id);
    }

    private void deliver(final int id, final Message message) {
        comment("of the messages to " + id + " only: " + message);
        directive("deliver-msgs " + id + " type=" + typeOf(message));
    }

    private void change(final int id, final MembershipChange change) {
        final StringBuilder input = new StringBuilder();
        for (int i = 0; i < change.operationCount(); i++) {
            final char operation =
                    switch (change.operation(i)) {
                        case ADD_VOTER -> 'v';
                        case ADD_LEARNER -> 'l';
                        case ADD_WITNESS -> 'w';
                        case REMOVE -> 'r';
                        case UPDATE -> 'u';
                    };
            input.append(i == 0 ? "\n" : " ").append(operation).append(change.nodeId(i));
        }
        directive("propose-conf-change " + id + input);
    }

    private static String typeOf(final Message message) {
        if (message instanceof Message.VoteRequest) {
            return "MsgVote";
        } else if (message instanceof Message.VoteReply) {
            return "MsgVoteResp";
        } else if (message instanceof Message.Append) {
            return "MsgApp";
        } else if (message instanceof Message.AppendReply) {
            return "MsgAppResp";
        } else if (message instanceof Message.Heartbeat) {
            return "MsgHeartbeat";
        } else if (message instanceof Message.HeartbeatReply) {
            return "MsgHeartbeatResp";
        } else if (message instanceof Message.TimeoutNow) {
            return "MsgTimeoutNow";
        }
        return message.getClass().getSimpleName();
    }

    private void comment(final String text) {
        lines.add("# " + text);
    }

    private void directive(final String text) {
        lines.add(text + "\n----\n");
    }
}
