package io.balsa.bench.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of all {@link BenchSetting}s, checked. */
public final class BenchSettings {
    private static final double NS_PER_SECOND = 1e9;

    private final Map<String, String> values;

    private BenchSettings(final Map<String, String> values) {
        this.values = values;
    }

    /**
     * Checks values and fills the missing ones in.
     *
     * @param given by key
     * @throws ProfileException when a key is not known or a value not understood
     */
    public static BenchSettings of(final Map<String, String> given) throws ProfileException {
        for (final String key : given.keySet()) {
            if (BenchSetting.of(key).isEmpty()) {
                throw new ProfileException("unknown key: key=" + key + ", valid=" + BenchSetting.keys());
            }
        }
        final Map<String, String> values = new LinkedHashMap<>();
        for (final BenchSetting setting : BenchSetting.values()) {
            final String value =
                    given.getOrDefault(setting.key(), setting.defaultValue()).strip();
            setting.check(value);
            values.put(setting.key(), value);
        }
        return new BenchSettings(values);
    }

    /**
     * Returns the same settings but for one.
     *
     * @throws IllegalArgumentException when the value is not understood
     */
    public BenchSettings with(final BenchSetting setting, final String value) {
        final Map<String, String> changed = values();
        changed.put(setting.key(), value);
        try {
            return of(changed);
        } catch (final ProfileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns all effective values by key. */
    public Map<String, String> values() {
        return new LinkedHashMap<>(values);
    }

    /** Returns a whole number. */
    public int integer(final BenchSetting setting) {
        return Integer.parseInt(text(setting));
    }

    /** Returns a list of whole numbers. */
    public List<Integer> integers(final BenchSetting setting) {
        return BenchSetting.parseCounts(text(setting));
    }

    /** Returns a number; nothing counts as 0. */
    public double number(final BenchSetting setting) {
        return text(setting).isEmpty() ? 0 : Double.parseDouble(text(setting));
    }

    /** Returns whether a flag is set. */
    public boolean isOn(final BenchSetting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    /** Returns a length of time in seconds. */
    public double seconds(final BenchSetting setting) {
        return Double.parseDouble(text(setting));
    }

    /** Returns a length of time in ns. */
    public long nanos(final BenchSetting setting) {
        return Math.round(seconds(setting) * NS_PER_SECOND);
    }

    /** Returns the value as it stands. */
    public String text(final BenchSetting setting) {
        return values.getOrDefault(setting.key(), setting.defaultValue());
    }
}
