package fairlead.proxy;

import fairlead.http.ChunkedDecoder;
import fairlead.http.ChunkedEncoder;
import fairlead.http.Fields;
import fairlead.http.Framing;
import fairlead.stats.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the body of one message as it comes, in pieces of what is there. Chunks are taken apart and made anew, so that
 * the receiver sees no chunk syntax but ours. A burst goes through a large buffer; waiting needs no more than the inbox.
 * For one thread.
 */
final class BodyCopy {
    /** A read of less than this has most likely emptied the source. */
    private static final int STREAM = 16 << 10;

    private static final long LONGEST_CREDIT = 1_000_000; // seconds

    private static final int MOST_PARTS = 48; // of one write
    private static final byte[] CRLF = {'\r', '\n'};

    private final HttpPeer from;
    private final HttpPeer to;
    private final BufferPool buffers;
    private final Limits limits;
    private final boolean chunked;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private volatile Duration reading;
    private volatile int slowest;
    private long waited; // nanoseconds
    private long moved;
    private volatile boolean allCame;

    /**
     * How long a copy waits.
     *
     * @param reading for the next byte, after which the source is {@code silent}
     * @param slowest bytes a second that the source must come to once it has taken so long in all; 0 for no such demand
     * @param writing until the sink takes more
     * @param malformed what it is called when the chunks are none
     */
    record Limits(Duration reading, int slowest, Outcome silent, Duration writing, Outcome malformed) {}

    /**
     * Not begun yet.
     *
     * @param head goes before the body, in the same write as its beginning where that is there already
     * @param chunked whether the receiver gets chunks
     */
    BodyCopy(HttpPeer from, HttpPeer to, BufferPool buffers, Limits limits, byte[] head, boolean chunked) {
        this.from = from;
        this.to = to;
        this.buffers = buffers;
        this.limits = limits;
        this.reading = limits.reading;
        this.slowest = limits.slowest;
        this.chunked = chunked;
        parts.add(ByteBuffer.wrap(head));
    }

    /** Whether only the receiver keeps it from its end. For any thread. */
    boolean allCame() {
        return allCame;
    }

    /**
     * Copies to the end of the body.
     *
     * @throws Refused when one side fails, or the chunks are malformed
     */
    void run(Framing framing) throws Refused {
        switch (framing) {
            case Framing.None unused -> flush();
            case Framing.Length length -> copy(length.bytes());
            case Framing.Chunked unused -> copyChunks();
            case Framing.UntilClose unused -> copyToTheEnd();
        }
    }

    private void copy(long bytes) throws Refused {
        long left = bytes - passOnWithBurst(bytes, true);
        while (left > 0) {
            demand();
            left -= passOnWithBurst(left, true);
        }
    }

    private void copyToTheEnd() throws Refused {
        passOnWithBurst(Long.MAX_VALUE, false);
        while (from.fill(System.nanoTime() + reading.toNanos(), limits.silent)) {
            passOnWithBurst(Long.MAX_VALUE, false);
        }
        if (chunked) {
            parts.add(ByteBuffer.wrap(ChunkedEncoder.end(Fields.NONE)));
            flush();
        }
    }

    private void copyChunks() throws Refused {
        ChunkedDecoder decoder = new ChunkedDecoder();
        while (true) {
            ByteBuffer came = from.inbox().view();
            int begin = came.position();
            boolean more = false;
            while (!more) {
                switch (decoder.next(came)) {
                    case ChunkedDecoder.Step.Data data -> {
                        add(came.slice(came.position(), data.bytes()));
                        came.position(came.position() + data.bytes());
                    }
                    case ChunkedDecoder.Step.More unused -> more = true;
                    case ChunkedDecoder.Step.End end -> {
                        from.inbox().take(came.position() - begin);
                        allCame = true;
                        if (chunked) {
                            parts.add(ByteBuffer.wrap(ChunkedEncoder.end(end.trailers())));
                        }
                        flush();
                        return;
                    }
                    case ChunkedDecoder.Step.Malformed malformed ->
                        throw Refused.silently(limits.malformed, malformed.sentence());
                }
            }
            boolean burst = from.inbox().isFull();
            from.inbox().take(came.position() - begin);
            if (burst && decoder.leftInChunk() > 0) {
                decoder.skip(moveBurst(decoder.leftInChunk(), false));
            }
            flush();
            demand();
        }
    }

    /** Waits for more, where more is due. */
    private void demand() throws Refused {
        long begin = System.nanoTime();
        long patience = reading.toNanos();
        if (slowest > 0) {
            long earned = Math.min(moved / slowest, LONGEST_CREDIT) * 1_000_000_000;
            patience = Math.min(patience, patience + earned - waited);
        }
        from.demand(Duration.ofNanos(patience), limits.silent);
        waited += System.nanoTime() - begin;
    }

    /** Waits so long from now on, however slow the source is; from another thread. */
    void waitFor(Duration longer) {
        slowest = 0;
        reading = longer;
        from.readUntil(System.nanoTime() + longer.toNanos(), limits.silent);
    }

    /**
     * Sends what is in the inbox, up to the limit, and in the same write what is waiting behind it if it was full.
     *
     * @param isAll whether the body ends at the limit
     */
    private long passOnWithBurst(long most, boolean isAll) throws Refused {
        boolean burst = from.inbox().isFull();
        long passed = passOn(most);
        allCame = isAll && passed == most;
        if (burst && passed < most) {
            passed += moveBurst(most - passed, isAll);
        }
        flush();
        return passed;
    }

    /** Takes so much of the inbox as there is, up to the limit, and lets it go with the next flush. */
    private int passOn(long most) throws Refused {
        int count = (int) Math.min(most, from.inbox().length());
        if (count > 0) {
            add(from.inbox().view().slice(from.inbox().from(), count));
            from.inbox().take(count);
        }
        return count;
    }

    /** Moves what is waiting in the socket, up to the limit, through a large buffer; returns how many bytes. */
    private long moveBurst(long most, boolean isAll) throws Refused {
        ByteBuffer large = from.moreAvailable() ? buffers.take() : null;
        if (large == null) {
            return 0;
        }
        try {
            long moved = 0;
            int n;
            do {
                large.clear().limit((int) Math.min(most - moved, large.capacity()));
                n = from.read(large, reading, limits.silent); // there is something: no end
                moved += n;
                allCame = isAll && moved == most;
                add(large.flip());
                flush();
            } while (moved < most && n >= STREAM && from.moreAvailable());
            return moved;
        } finally {
            buffers.give(large);
        }
    }

    private void add(ByteBuffer data) throws Refused {
        if (parts.size() >= MOST_PARTS) {
            flush();
        }
        moved += data.remaining();
        if (chunked) {
            parts.add(ByteBuffer.wrap(ChunkedEncoder.size(data.remaining())));
            parts.add(data);
            parts.add(ByteBuffer.wrap(CRLF));
        } else {
            parts.add(data);
        }
    }

    private void flush() throws Refused {
        if (!parts.isEmpty()) {
            to.write(limits.writing, parts.toArray(ByteBuffer[]::new));
            parts.clear();
        }
    }
}
