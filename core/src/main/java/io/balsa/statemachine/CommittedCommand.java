package io.balsa.statemachine;

import org.agrona.DirectBuffer;

/**
 * A committed command as the state machine sees it. Threading: the apply thread. Ownership: borrowed until
 * {@link StateMachine#apply} returns.
 */
public interface CommittedCommand {
    /** Returns the log index, rising by at least one from command to command. */
    long index();

    /** Returns the term in which the command was appended. */
    long term();

    /** Returns the session that sent it. */
    long sessionId();

    /** Returns the memory that holds the command. */
    DirectBuffer buffer();

    /** Returns where the command begins in {@link #buffer()}. */
    int offset();

    /** Returns the length of the command in bytes. */
    int length();
}
