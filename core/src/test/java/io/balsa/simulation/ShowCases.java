package io.balsa.simulation;

import io.balsa.consensus.Role;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The classic cases of Raft, each a run of whole nodes from a fixed seed, explained where something happens. */
enum ShowCases {
    /** Paper, 5.2; dissertation, 9.6. */
    ELECTION("How a leader is elected", ShowCases::election),
    /** Paper, 5.3. */
    REPLICATION("How a command is replicated", ShowCases::replication),
    /** Paper, 5.3 and 5.4. */
    PARTITION("What becomes of a leader that is cut off", ShowCases::partition),
    /** Paper, 6. */
    JOINT("How five members become three", ShowCases::joint),
    /** Paper, 7. */
    SNAPSHOT("How a node that was away too long catches up", ShowCases::snapshot);

    private final String title;
    private final Supplier<ShowCase> story;

    ShowCases(final String title, final Supplier<ShowCase> story) {
        this.title = title;
        this.story = story;
    }

    /** Returns the name that the command line takes. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the names that the command line takes. */
    static List<String> words() {
        return Arrays.stream(values()).map(ShowCases::word).toList();
    }

    /**
     * Returns the case of a name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    static ShowCases of(final String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no such case: show=" + word + "; take one of " + String.join(", ", words())));
    }

    /** Runs the case, and returns all of it. */
    RecordedTrace run() {
        return story.get().trace();
    }

    /**
     * Runs the case and writes its page into a folder, which is made if it is missing.
     *
     * @return the page
     */
    Path write(final Path folder) throws IOException {
        final Path page = Files.createDirectories(folder).resolve(word() + ".html");
        SpaceTimePage.write(page, title, run());
        return page;
    }

    private static ShowCase election() {
        final ShowCase show = new ShowCase(
                        3,
                        3,
                        1,
                        30,
                        "Three nodes start, and one comes to lead. Then the leader crashes, and another one takes its place"
                                + " in a higher term.")
                .say("Nobody leads. Every node waits for a leader to be heard, each for another random time.")
                .untilAnyIs(Role.PRE_CANDIDATE)
                .say(
                        "One has waited long enough. Before it begins a new term it asks the others whether they would vote"
                                + " for it (pre-vote), so that a node which would lose disturbs nobody.")
                .untilAnyIs(Role.CANDIDATE)
                .say(
                        "A majority would. Now it is a candidate: it begins a new term, votes for itself, and asks for votes. A"
                                + " node votes once a term, stores its vote, and only then answers.")
                .untilAnyIs(Role.LEADER)
                .say(
                        "It has a majority of votes, so nobody else can have one in this term. It leads, and appends an empty"
                                + " entry of its term.")
                .untilAllFollow()
                .say("All follow. Heartbeats tell them that the leader lives; each begins the waiting time anew.")
                .pass(150);
        final int first = show.leaderId();
        return show.say(
                        "The leader's power is cut. Nobody is told: the others notice only that they hear no heartbeats.")
                .crash(first, 600)
                .untilAnyIs(Role.PRE_CANDIDATE)
                .say("A follower's patience has ended, and it asks. Two of three are a majority still.")
                .until("another leads", () -> show.leaderId() != 0 && show.leaderId() != first)
                .say(
                        "A new leader, in a higher term. It holds all that is committed: a node gives its vote only to one whose"
                                + " log is at least as up to date as its own.")
                .until("the old one is back", () -> show.isUp(first) && show.doAllFollow())
                .say(
                        "The old leader is back, with the term and the log that its disk holds. It hears of the higher term and"
                                + " follows.")
                .pass(100);
    }

    private static ShowCase replication() {
        return new ShowCase(
                        5,
                        3,
                        1,
                        45,
                        "A client writes a few registers. A leader copies each command to the others, and answers when a"
                                + " majority has it on disk.")
                .untilAllFollow()
                .pass(60)
                .say("A client's command becomes an entry of the leader's log: it gets the next index and the leader's"
                        + " term. The leader sends it on while it still writes it to its own disk.")
                .untilCommitted(1)
                .say(
                        "A follower answers when the entry is on its disk. With two of three copies the entry is committed:"
                                + " the leader applies it and answers the client.")
                .untilCommitted(2)
                .say("Followers learn the commit index from the next message, and apply what is committed; so they are"
                        + " always a little behind.")
                .pass(100)
                .say(
                        "Now the network loses one message in four. The leader notices the gap, by a refusal or by silence,"
                                + " and sends again what is missing.")
                .drop(0.25)
                .untilCommitted(4)
                .drop(0)
                .say("Nothing is lost, nothing is applied twice: every log holds the same entries in the same order.")
                .pass(120);
    }

    private static ShowCase partition() {
        final ShowCase show = new ShowCase(
                        8,
                        3,
                        1,
                        30,
                        "The leader is cut off from the others, while a client can still reach it. Its log and that of the"
                                + " others part ways, and are made one again.")
                .untilAllFollow()
                .untilCommitted(3);
        final int first = show.leaderId();
        return show.say(
                        "The leader is cut off. It still takes commands, but nobody answers: it can commit none of them.")
                .isolate(first, true)
                .until("another leads", () -> show.leaderId() != 0 && show.leaderId() != first)
                .say(
                        "The other two are a majority, and elect a leader in a higher term. For a while there are two leaders;"
                                + " only one of them can commit.")
                .until("it steps down", () -> show.node(first).raft().role() != Role.LEADER)
                .say("The old leader has not heard from a majority for as long as an election takes, and steps down.")
                .untilCommittedByMajority(2)
                .say(
                        "The new leader goes on where the committed entries end: at the same indexes stand other entries now,"
                                + " of a higher term.")
                .isolate(first, false)
                .untilAllFollow()
                .say("The network is whole again. The old leader follows; what it could not commit does not match.")
                .untilCommitted(1)
                .say("Its entries were never acknowledged to anybody, and are replaced. All logs are the same again.")
                .pass(120);
    }

    private static ShowCase joint() {
        final ShowCase show = new ShowCase(
                        4,
                        5,
                        1,
                        40,
                        "Five members become three. For a while both memberships count: whatever is decided needs a"
                                + " majority of the old one and one of the new one.")
                .untilAllFollow()
                .untilCommitted(2);
        final int leaving = show.leaderId() == 5 ? 4 : 5;
        final int alsoLeaving = show.leaderId() >= 4 ? 3 : 4;
        final MembershipChange change = MembershipChange.builder()
                .remove(leaving)
                .remove(alsoLeaving)
                .transition(Transition.EXPLICIT)
                .build();
        return show.say(
                        "Two members are to leave. Going over at once is unsafe, for nodes learn of it at different times:"
                                + " two of the new three and three of the old five could each believe to be a majority.")
                .change(change, "nodes " + alsoLeaving + " and " + leaving + " are to leave")
                .until("joint", () -> show.leader().membership().isJoint())
                .say("The change is an entry of the log like any other. When it is applied, the leader is in the joint"
                        + " membership: from now on it needs three of the old five and two of the new three.")
                .until("all are joint", () -> show.all(raft -> raft.membership().isJoint()))
                .untilCommitted(2)
                .say("All are in it, and commands go on being committed, by both majorities.")
                .change(MembershipChange.leaveJoint(), "leave the joint membership")
                .until("left", () -> !show.leader().membership().isJoint())
                .say(
                        "A second entry leaves the old membership. It is committed by both majorities, too; from here on two of"
                                + " three are enough, and the others are sent nothing any more.")
                .untilCommittedByMajority(3)
                .say("Three members go on. The two that left may be switched off.")
                .pass(60);
    }

    private static ShowCase snapshot() {
        final ShowCase show = new ShowCase(
                        6,
                        3,
                        3,
                        1,
                        "A node is away for so long that the others no longer have the log that it lacks. It gets a snapshot"
                                + " of the state instead, and the log from there on.")
                .untilAllFollow()
                .untilCommitted(3);
        final int away = show.followerId();
        final long held = show.node(away).raft().lastIndex();
        return show.say("A follower's power is cut. The others go on: two of three are a majority.")
                .crash(away, 2200)
                .untilCommitted(640)
                .say(
                        "The leader writes its state to a snapshot, and drops the part of the log that the snapshot stands for.")
                .takeSnapshot()
                .until("the log is cut", () -> show.leader().baseIndex() > held)
                .say("What the absent follower lacks is in nobody's log any more.")
                .until("it is back", () -> show.isUp(away))
                .say("The follower is back. The leader offers it the snapshot, and the follower pulls it part by part.")
                .until("it has it", () -> show.node(away).raft().baseIndex() > held)
                .say(
                        "The snapshot takes the place of the follower's log up to its index. From there on it is sent entries"
                                + " as before.")
                .untilCommitted(5)
                .pass(40);
    }
}
