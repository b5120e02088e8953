package io.balsa.client;

import java.util.concurrent.TimeUnit;

/** Checks of settings whose messages name the setting, its value and the bound. */
final class Settings {
    private static final long MAX_MILLIS = TimeUnit.DAYS.toMillis(1);

    private Settings() {}

    static int atLeast(final int minimum, final String name, final int value) {
        if (value < minimum) {
            throw new IllegalArgumentException("bad setting: " + name + "=" + value + "; take at least " + minimum);
        }
        return value;
    }

    static long nanosOfMillis(final String name, final long millis) {
        if (millis < 1 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException(
                    "bad setting: " + name + "=" + millis + "; take milliseconds from 1 to " + MAX_MILLIS);
        }
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
