package io.balsa.consensus.scenario;

import io.balsa.consensus.datadriven.DatadrivenCase;
import io.balsa.consensus.datadriven.DatadrivenCase.Argument;
import io.balsa.consensus.datadriven.DatadrivenFile;
import io.balsa.consensus.datadriven.MembershipDirectives;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Transition;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Answers the directives of one interaction script. */
final class ScenarioDirectives {
    private final Answer answer = new Answer();
    private final ScenarioCluster cluster = new ScenarioCluster(answer);
    private final ScenarioReport report = new ScenarioReport(cluster, answer);
    private boolean oneEntryPerMessage;

    /** Carries out a directive, and those that stand in its input, one a line. */
    String answer(final DatadrivenCase directive) {
        String error = "";
        try {
            run(directive);
            if (!directive.command().equals("propose-conf-change")) {
                directive.input().lines().map(DatadrivenFile::parseDirective).forEach(this::run);
            }
        } catch (final ScenarioException e) {
            error = e.answer();
        }
        cluster.nodes().forEach(node -> node.takeNotes().forEach(answer::note));
        return answer.take(error);
    }

    private void run(final DatadrivenCase directive) {
        switch (directive.command()) {
            case "add-nodes" -> cluster.add(number(directive, 0), NodeOptions.of(directive, oneEntryPerMessage));
            case "one-entry-per-message" -> oneEntryPerMessage = true;
            case "restart" -> cluster.restart(number(directive, 0));
            case "tear-write" -> cluster.tearWrite(node(directive));
            case "lose-log" -> cluster.loseLog(number(directive, 0), number(directive, 1));
            case "stabilize" -> stabilize(directive);
            case "deliver-msgs" -> deliver(directive);
            case "dup-msgs" -> printUnless(cluster.network().duplicate(number(directive, 0)));
            case "reverse-msgs" -> printUnless(cluster.network().reverse(number(directive, 0)));
            case "process-ready" -> forEach(directive, "handling Ready", cluster::handleReady);
            case "process-append-thread" -> forEach(directive, "processing append thread", cluster::doWrite);
            case "process-apply-thread" -> forEach(directive, "processing apply thread", cluster::doApply);
            case "log-level" -> answer.level(level(directive.arguments().get(0).key()));
            case "raft-log" -> report.log(node(directive));
            case "raft-state" -> report.states();
            case "status" -> report.status(node(directive));
            case "_breakpoint" -> {}
            default -> input(directive);
        }
    }

    /** Directives that are an input to one core. */
    private void input(final DatadrivenCase directive) {
        switch (directive.command()) {
            case "campaign" -> node(directive).raft().campaign();
            case "propose" -> propose(node(directive), Payload.data(text(directive, 1)));
            case "propose-conf-change" -> propose(node(directive), change(directive));
            case "read-index" -> node(directive).readIndex(text(directive, 1));
            case "forget-leader" -> node(directive).raft().forgetLeader();
            case "transfer-leadership" -> cluster.node(value(directive, "from")).transferTo(value(directive, "to"));
            case "report-unreachable" -> node(directive).raft().onPeerUnreachable(number(directive, 1));
            case "set-randomized-election-timeout" -> node(directive).electionTimeout(value(directive, "timeout"));
            case "tick-election" -> tick(node(directive), NodeOptions.ELECTION_TICKS);
            case "tick-heartbeat" -> tick(node(directive), NodeOptions.HEARTBEAT_TICKS);
            case "compact" -> {
                node(directive).compact(number(directive, 1));
                report.log(node(directive));
            }
            case "send-snapshot" -> {
                final Message message = node(directive).snapshotOffer(number(directive, 1));
                cluster.network().send(List.of(message));
                answer.print(message.text());
            }
            default -> throw new ScenarioException("unknown command");
        }
        cluster.nodes().forEach(ScenarioNode::drain);
    }

    private static void tick(final ScenarioNode node, final int times) {
        for (int i = 0; i < times; i++) {
            node.tick();
        }
    }

    private static void propose(final ScenarioNode node, final Payload payload) {
        final String error = node.propose(payload);
        if (!error.isEmpty()) {
            throw new ScenarioException(error);
        }
    }

    private static Payload change(final DatadrivenCase directive) {
        final String way = directive.has("transition")
                ? directive.values("transition").get(0).toUpperCase(Locale.ROOT)
                : "AUTO";
        final MembershipChange.Builder change =
                MembershipDirectives.parse(directive.input()).transition(Transition.valueOf(way));
        return Payload.change(change.build(), directive.values("v1").contains("true"));
    }

    private void stabilize(final DatadrivenCase directive) {
        final List<ScenarioNode> named = nodes(directive);
        final Answer.Level before = answer.level();
        if (directive.has("log-level")) {
            answer.level(level(directive.values("log-level").get(0)));
        }
        cluster.stabilize(named.isEmpty() ? cluster.nodes() : named);
        cluster.nodes().forEach(node -> node.takeNotes().forEach(answer::note));
        answer.level(before);
    }

    private void deliver(final DatadrivenCase directive) {
        final List<String> types = directive.values("type");
        final Predicate<Message> wanted = message -> types.isEmpty() || types.contains(message.type());
        int count = 0;
        for (final Argument argument : directive.arguments()) {
            if (argument.key().equals("drop")) {
                for (final String id : argument.values()) {
                    count += cluster.drop(Integer.parseInt(id), wanted);
                }
            } else if (argument.values().isEmpty()) {
                count += cluster.deliver(Integer.parseInt(argument.key()), wanted);
            }
        }
        printUnless(count > 0);
    }

    private void printUnless(final boolean anyMessages) {
        if (!anyMessages) {
            answer.print("no messages");
        }
    }

    private void forEach(final DatadrivenCase directive, final String doing, final Consumer<ScenarioNode> action) {
        final List<ScenarioNode> named = nodes(directive);
        for (final ScenarioNode node : named) {
            if (named.size() == 1) {
                action.accept(node);
            } else {
                answer.printBelow("> " + node.id() + " " + doing, () -> action.accept(node));
            }
        }
    }

    private static Answer.Level level(final String name) {
        return Answer.Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private List<ScenarioNode> nodes(final DatadrivenCase directive) {
        return directive.arguments().stream()
                .filter(argument -> argument.values().isEmpty())
                .map(argument -> cluster.node(Integer.parseInt(argument.key())))
                .toList();
    }

    private ScenarioNode node(final DatadrivenCase directive) {
        return cluster.node(number(directive, 0));
    }

    private static int number(final DatadrivenCase directive, final int position) {
        return Integer.parseInt(text(directive, position));
    }

    private static String text(final DatadrivenCase directive, final int position) {
        return position < directive.arguments().size()
                ? directive.arguments().get(position).key()
                : "";
    }

    private static int value(final DatadrivenCase directive, final String key) {
        return Integer.parseInt(directive.values(key).get(0));
    }
}
