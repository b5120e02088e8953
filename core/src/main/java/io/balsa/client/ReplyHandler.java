package io.balsa.client;

import org.agrona.DirectBuffer;

/**
 * Takes the outcome of each request of a {@link PipelinedClient}: every sequence that an {@code offer} returned is told exactly
 * once, unless the client is closed before.
 *
 * <p>Threading: called by {@link PipelinedClient#poll()} on its caller's thread; may offer further requests, must not poll.
 * Ownership: the buffer is borrowed until the method returns.
 */
public interface ReplyHandler {
    /**
     * A command ended.
     *
     * @param sequence as {@link PipelinedClient#offerCommand} returned it
     * @param status {@link ResponseStatus#OK}: applied, the buffer holds the response. {@link ResponseStatus#REPLY_EVICTED} and
     *     {@link ResponseStatus#RESPONSE_TOO_LARGE}: applied, without a response. {@link ResponseStatus#OUTCOME_UNKNOWN}: may or
     *     may not have been applied. Any other: not applied
     * @param length of the response in bytes, 0 unless the status is OK
     */
    void onCommandReply(long sequence, ResponseStatus status, DirectBuffer buffer, int offset, int length);

    /**
     * A query ended.
     *
     * @param sequence as {@link PipelinedClient#offerQuery} returned it; queries are numbered apart from commands
     * @param status {@link ResponseStatus#OK}: the buffer holds the response. Any other: no response
     * @param length of the response in bytes, 0 unless the status is OK
     */
    void onQueryReply(long sequence, ResponseStatus status, DirectBuffer buffer, int offset, int length);
}
