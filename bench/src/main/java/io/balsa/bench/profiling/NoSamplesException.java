package io.balsa.bench.profiling;

import java.io.IOException;

/** Nothing was sampled: what was asked for did not happen, as allocation where nothing allocates. */
public final class NoSamplesException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes the exception, with a line that says what to do. */
    NoSamplesException(final String profiled, final ProfileEvent event) {
        super("no samples: profiled=" + profiled + ", event=" + event.word()
                + "; nothing of the kind happened, or for too short a time: take another --event, or more --seconds");
    }
}
