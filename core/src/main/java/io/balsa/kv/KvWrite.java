package io.balsa.kv;

/**
 * How a command ended.
 *
 * @param isApplied false when the key was not there to delete, or was not as expected; nothing was changed then
 * @param version of the key now, 0 when it is not there
 * @param previousVersion of the key before the command, 0 when it was not there
 * @param valueLength of the value now, in bytes
 */
public record KvWrite(boolean isApplied, long version, long previousVersion, int valueLength) {}
