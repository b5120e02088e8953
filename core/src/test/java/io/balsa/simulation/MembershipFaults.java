package io.balsa.simulation;

/** Asks the leader for other members, and to hand over. */
final class MembershipFaults {
    private final SimWorld world;

    MembershipFaults(final SimWorld world) {
        this.world = world;
    }

    void change(final long choice) {
        // See the next version: nodes take no such requests yet.
        if (choice < 0) {
            throw new IllegalArgumentException("choice=" + choice + world);
        }
    }

    void transfer(final int targetId) {
        if (targetId < 1) {
            throw new IllegalArgumentException("targetId=" + targetId);
        }
    }
}
