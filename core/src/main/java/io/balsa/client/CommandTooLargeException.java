package io.balsa.client;

/** A command or query exceeds what the cluster takes; the message names the limit. Nothing was applied. */
public final class CommandTooLargeException extends ClientException {
    private final int length;
    private final int limit;

    /**
     * Names both sizes.
     *
     * @param length of the command or query in bytes
     * @param limit the largest one taken, in bytes
     */
    public CommandTooLargeException(final int length, final int limit) {
        super("command or query too large: length=" + length + ", limit=" + limit
                + "; send less at a time, or raise max.command.bytes on every node");
        this.length = length;
        this.limit = limit;
    }

    /** Returns the length of the command or query in bytes. */
    public int length() {
        return length;
    }

    /** Returns the largest command or query taken, in bytes. */
    public int limit() {
        return limit;
    }
}
