package io.balsa.snapshot;

/**
 * Decides when a receiver asks for which parts: a few are always under way, and when none has come for a while those from the
 * wanted one on are asked for again.
 *
 * <p>Threading: one owner.
 */
public final class PartRequests {
    private final int credit;
    private final int timeoutTicks;
    private int askedUntil;
    private int lastWanted;
    private int silentTicks;
    private int fromPart;

    /**
     * Makes it for a snapshot of which nothing was asked for.
     *
     * @param credit parts that may be under way, at least 1: the round trip times the bandwidth, in chunks
     * @param timeoutTicks ticks without a part after which those under way are taken for lost, at least 1
     */
    public PartRequests(final int credit, final int timeoutTicks) {
        if (credit < 1 || timeoutTicks < 1) {
            throw new IllegalArgumentException(
                    "part requests out of range: credit=" + credit + ", timeoutTicks=" + timeoutTicks + ", least=1");
        }
        this.credit = credit;
        this.timeoutTicks = timeoutTicks;
    }

    /** Another node is asked from now on, or for another snapshot: nothing is under way. */
    public void restart() {
        askedUntil = 0;
        lastWanted = 0;
        silentTicks = 0;
    }

    /** A tick has passed. */
    public void tick() {
        silentTicks++;
    }

    /**
     * Tells whether to ask for {@link #count} parts from {@link #fromPart} on now.
     *
     * @param wantedPart of the receiver
     */
    public boolean isDue(final int wantedPart) {
        if (wantedPart != lastWanted) {
            if (wantedPart < lastWanted) {
                askedUntil = wantedPart;
            }
            lastWanted = wantedPart;
            silentTicks = 0;
        }
        if (silentTicks >= timeoutTicks) {
            askedUntil = wantedPart;
        }
        fromPart = Math.max(askedUntil, wantedPart);
        return fromPart - wantedPart <= credit / 2;
    }

    /** Returns the first part to ask for. */
    public int fromPart() {
        return fromPart;
    }

    /** Returns how many parts to ask for. */
    public int count() {
        return lastWanted + credit - fromPart;
    }

    /** The request is on its way. */
    public void onAsked() {
        askedUntil = lastWanted + credit;
        silentTicks = 0;
    }
}
