package io.balsa.simulation;

import java.util.Arrays;

/**
 * Simulated time: events in order of their time, and of their making where times are equal. Idle time takes no time.
 *
 * <p>Threading: one thread.
 */
public final class SimScheduler {
    private static final int FIRST_CAPACITY = 1024;
    private static final long HASH_MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] numbers = new long[FIRST_CAPACITY];
    private Runnable[] actions = new Runnable[FIRST_CAPACITY];
    private int size;
    private long nextNumber;
    private long nowNs;
    private long eventCount;
    private long hash;

    /** Returns the time since the run began. */
    public long nowNs() {
        return nowNs;
    }

    /** Returns how many events have happened. */
    long eventCount() {
        return eventCount;
    }

    /** Returns a hash of all that happened: equal runs have equal ones. */
    long hash() {
        return hash;
    }

    /** Mixes what an event did into the hash of the run. */
    void note(final long value) {
        hash = (Long.rotateLeft(hash, 5) ^ value) * HASH_MULTIPLIER;
    }

    /** Has something happen after {@code delayNs}, at least 0. */
    public void after(final long delayNs, final Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** Has something happen at a time, now at the earliest. */
    public void at(final long timeNs, final Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        up(size++, Math.max(nowNs, timeNs), nextNumber++, action);
    }

    /** Lets time pass until {@code untilNs}. */
    public void runUntil(final long untilNs) {
        while (size > 0 && times[0] <= untilNs) {
            nowNs = times[0];
            final Runnable action = actions[0];
            removeFirst();
            eventCount++;
            note(nowNs);
            action.run();
        }
        nowNs = untilNs;
    }

    private void removeFirst() {
        size--;
        final long time = times[size];
        final long number = numbers[size];
        final Runnable action = actions[size];
        actions[size] = null;
        if (size > 0) {
            down(time, number, action);
        }
    }

    private void up(final int from, final long time, final long number, final Runnable action) {
        int at = from;
        while (at > 0) {
            final int parent = (at - 1) >>> 1;
            if (isBefore(times[parent], numbers[parent], time, number)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, time, number, action);
    }

    private void down(final long time, final long number, final Runnable action) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(times[child + 1], numbers[child + 1], times[child], numbers[child])) {
                child++;
            }
            if (isBefore(time, number, times[child], numbers[child])) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, time, number, action);
    }

    private static boolean isBefore(final long time, final long number, final long otherTime, final long otherNumber) {
        return time < otherTime || (time == otherTime && number < otherNumber);
    }

    private void move(final int from, final int to) {
        set(to, times[from], numbers[from], actions[from]);
    }

    private void set(final int at, final long time, final long number, final Runnable action) {
        times[at] = time;
        numbers[at] = number;
        actions[at] = action;
    }
}
