package io.balsa.consensus.explorer;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies and fingerprints objects by their fields, with all they refer to.
 *
 * <p>Records, enums and a few known types never change and are shared by copies. A field that is ignored is copied and does not
 * count for the fingerprint. A field that holds a time, by its name, counts by how long ago that was.
 */
final class ObjectGraph {
    private static final Set<Class<?>> SHARED =
            Set.of(Membership.class, MembershipChange.class, String.class, Integer.class, Long.class);

    /** How the name of a field ends that holds a time in ticks. */
    private static final String TIME_SUFFIX = "AtTick";

    /** Longer ago than anything waits for. */
    private static final long LONG_AGO = 64;

    private record Shape(Constructor<?> constructor, Field[] fields, boolean[] ignored, boolean[] times) {}

    private final Map<Class<?>, Shape> shapes = new HashMap<>();
    private final Set<String> ignoredFields;
    private long now;

    /** @param ignoredFields their names */
    ObjectGraph(final Set<String> ignoredFields) {
        this.ignoredFields = ignoredFields;
    }

    @SuppressWarnings("unchecked")
    <T> T copy(final T root) {
        try {
            return (T) copy(root, new IdentityHashMap<>());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("an object cannot be copied: class=" + root.getClass(), e);
        }
    }

    /**
     * Returns 64 bits that are equal for equal graphs, and as good as never for others.
     *
     * @param nowTick what times in the graph count from
     */
    long fingerprint(final Object root, final long nowTick) {
        now = nowTick;
        try {
            return hash(root, new IdentityHashMap<>(), 1);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("an object cannot be read: class=" + root.getClass(), e);
        }
    }

    static long mix(final long hash, final long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        return mixed * 0xD6E8FEB86659FD93L + 1;
    }

    private Object copy(final Object from, final Map<Object, Object> done) throws ReflectiveOperationException {
        final Class<?> type = from.getClass();
        if (from instanceof Record || from instanceof Enum || SHARED.contains(type)) {
            return from;
        }
        final @Nullable Object known = done.get(from);
        if (known != null) {
            return known;
        }
        if (type.isArray()) {
            return copyArray(from, type.getComponentType(), done);
        }
        final Shape shape = shapeOf(type);
        final Object to = shape.constructor.newInstance();
        done.put(from, to);
        for (final Field field : shape.fields) {
            final Class<?> kind = field.getType();
            if (kind == long.class) {
                field.setLong(to, field.getLong(from));
            } else if (kind == int.class) {
                field.setInt(to, field.getInt(from));
            } else if (kind == boolean.class) {
                field.setBoolean(to, field.getBoolean(from));
            } else {
                final @Nullable Object value = field.get(from);
                field.set(to, value == null ? null : copy(value, done));
            }
        }
        return to;
    }

    private Object copyArray(final Object from, final Class<?> kind, final Map<Object, Object> done)
            throws ReflectiveOperationException {
        final int length = Array.getLength(from);
        final Object to = Array.newInstance(kind, length);
        done.put(from, to);
        if (kind.isPrimitive()) {
            System.arraycopy(from, 0, to, 0, length);
            return to;
        }
        for (int i = 0; i < length; i++) {
            final @Nullable Object value = Array.get(from, i);
            Array.set(to, i, value == null ? null : copy(value, done));
        }
        return to;
    }

    private long hash(final @Nullable Object from, final Map<Object, Object> done, final long seed)
            throws ReflectiveOperationException {
        if (from == null) {
            return mix(seed, 7);
        }
        final Class<?> type = from.getClass();
        if (SHARED.contains(type)) {
            return mix(seed, from.hashCode());
        }
        if (from instanceof Enum<?> constant) {
            return mix(seed, constant.ordinal());
        }
        if (done.putIfAbsent(from, from) != null) {
            return mix(seed, 11);
        }
        if (type.isArray()) {
            return hashArray(from, type.getComponentType(), done, seed);
        }
        final Shape shape = shapeOf(type);
        long hash = mix(seed, shape.fields.length);
        for (int i = 0; i < shape.fields.length; i++) {
            if (shape.ignored[i]) {
                continue;
            }
            final Field field = shape.fields[i];
            final Class<?> kind = field.getType();
            if (kind == long.class) {
                final long value = field.getLong(from);
                hash = mix(hash, shape.times[i] ? Math.min(now - value, LONG_AGO) : value);
            } else if (kind == int.class) {
                hash = mix(hash, field.getInt(from));
            } else if (kind == boolean.class) {
                hash = mix(hash, field.getBoolean(from) ? 3 : 5);
            } else {
                hash = hash(field.get(from), done, hash);
            }
        }
        return hash;
    }

    private long hashArray(final Object from, final Class<?> kind, final Map<Object, Object> done, final long seed)
            throws ReflectiveOperationException {
        final int length = Array.getLength(from);
        long hash = mix(seed, length);
        for (int i = 0; i < length; i++) {
            if (kind == boolean.class) {
                hash = mix(hash, Array.getBoolean(from, i) ? 3 : 5);
            } else if (kind.isPrimitive()) {
                hash = mix(hash, Array.getLong(from, i));
            } else {
                hash = hash(Array.get(from, i), done, hash);
            }
        }
        return hash;
    }

    private Shape shapeOf(final Class<?> type) throws ReflectiveOperationException {
        final @Nullable Shape known = shapes.get(type);
        if (known != null) {
            return known;
        }
        final List<Field> fields = new ArrayList<>();
        for (Class<?> owner = type; owner != Object.class; owner = owner.getSuperclass()) {
            for (final Field field : owner.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        final boolean[] ignored = new boolean[fields.size()];
        final boolean[] times = new boolean[fields.size()];
        for (int i = 0; i < ignored.length; i++) {
            ignored[i] = ignoredFields.contains(fields.get(i).getName());
            times[i] = fields.get(i).getName().endsWith(TIME_SUFFIX);
        }
        final Constructor<?> constructor = rawConstructorOf(type);
        final Shape shape = new Shape(constructor, fields.toArray(new Field[0]), ignored, times);
        shapes.put(type, shape);
        return shape;
    }

    /** Makes an object of which no constructor ran, as deserialization does. Called by name: the compiler warns of the class. */
    private static Constructor<?> rawConstructorOf(final Class<?> type) throws ReflectiveOperationException {
        final Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
        final Method make = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        final Object instance = factory.getMethod("getReflectionFactory").invoke(null);
        return (Constructor<?>) make.invoke(instance, type, Object.class.getDeclaredConstructor());
    }
}
