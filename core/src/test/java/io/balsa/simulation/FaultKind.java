package io.balsa.simulation;

/** What can go wrong, or is done to a cluster that runs. */
enum FaultKind {
    /** Messages are lost; parameter: per mille. */
    DROP,
    /** Messages arrive twice; parameter: per mille. */
    REPEAT,
    /** Messages take longer; parameter: by how much on average, in microseconds. */
    DELAY,
    /** Messages overtake others; parameter: per mille. */
    REORDER,
    /** Two groups cannot talk; parameter: bits of the nodes of one of them. */
    PARTITION,
    /** One node is not heard by another one. */
    ONE_WAY_CUT,
    /** Two nodes cannot talk, everybody else can. */
    BRIDGE,
    /** The connection between two nodes is lost and made again. */
    BREAK_CONNECTION,
    /** The power of a node is cut; parameter: what is left on disk beyond what was forced. */
    CRASH,
    /** The power is cut in the middle of an operation of the disk; parameter: in how many operations. */
    CRASH_IN_OPERATION,
    /** The power is cut again and again, shortly after each start. */
    CRASH_LOOP,
    /** The power of all nodes is cut at once; parameter as for a crash. */
    BLACKOUT,
    /** A process stands still. */
    PAUSE,
    /** Everything on a node takes longer; parameter: how many times. */
    SLOW_NODE,
    /** A clock runs at another speed; parameter: per cent. */
    CLOCK_DRIFT,
    /** A sync fails. */
    SYNC_ERROR,
    /** A write fails. */
    WRITE_ERROR,
    /** Something on disk cannot be read. */
    READ_ERROR,
    /** There is no room; parameter: how many bytes are left. */
    DISK_FULL,
    /** Syncs take longer; parameter: how many times. */
    SLOW_SYNC,
    /** A bit of a log flips on the disk. */
    BIT_ROT,
    /** The leader is asked for another membership; parameter: which. */
    MEMBERSHIP,
    /** The leader is asked to hand over to a node. */
    TRANSFER,
    /** A node is asked for a snapshot. */
    SNAPSHOT,
    /** A node is stopped in good order and starts with other settings. */
    UPGRADE,
    /**
     * A node cannot talk to the others, nor to some of the clients; parameter: bits of those clients, and whether of five nodes or more
     * another one is on its side.
     */
    ISOLATE,
    /** A node hears all others, and none of them hears it. */
    MUTE,
    /** What a node was sent in earlier terms, and on the same connections, arrives again. */
    ECHO,
    /** A node that was removed is switched off, until it is to be a member again. */
    RETIRE,
    /**
     * A node is stopped in good order and starts at another address, which those who connect to it learn later; parameter: how much
     * later, in microseconds.
     */
    MOVE
}
