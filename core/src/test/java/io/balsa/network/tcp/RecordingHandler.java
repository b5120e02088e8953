package io.balsa.network.tcp;

import io.balsa.network.FrameHandler;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Remembers who came and went and the numbers of the messages received, in order. */
final class RecordingHandler implements FrameHandler {
    private final List<String> events = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private boolean isEachRefused;
    private boolean isAnyDamaged;

    List<String> events() {
        return events;
    }

    List<Long> numbers() {
        return numbers;
    }

    boolean isAnyDamaged() {
        return isAnyDamaged;
    }

    void refuseEach() {
        isEachRefused = true;
    }

    @Override
    public boolean onFrame(final int fromPeerId, final DirectBuffer buffer, final int offset, final int length) {
        numbers.add(TestFrames.number(buffer, offset));
        isAnyDamaged |= !TestFrames.isIntact(buffer, offset, length);
        return !isEachRefused;
    }

    @Override
    public void onPeerConnected(final int peerId) {
        events.add("connected " + peerId);
    }

    @Override
    public void onPeerDisconnected(final int peerId) {
        events.add("disconnected " + peerId);
    }
}
