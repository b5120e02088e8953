package io.balsa.simulation;

/** Sees all messages between nodes. Ownership: messages are borrowed for the call. */
interface MessageWatch {
    /** A message left its node; whether it arrives is not yet known. */
    void onSend(SimMessage message);

    /** A message that has reached its node is about to do so again. */
    void onEcho(SimMessage message);

    /** A message reached its node. */
    void onDeliver(SimMessage message);

    /** A message is lost. */
    void onLose(SimMessage message, String reason);

    /** A message is refused by its receiver as damaged or senseless: no node sends such. */
    void onRefused(SimMessage message);
}
