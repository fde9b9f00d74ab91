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

    private static final int MOST_PARTS = 48; // of one write
    private static final byte[] CRLF = {'\r', '\n'};

    private final HttpPeer from;
    private final HttpPeer to;
    private final BufferPool buffers;
    private final Limits limits;
    private final boolean chunked;
    private final List<ByteBuffer> parts = new ArrayList<>();

    /**
     * How long a copy waits for the next byte.
     *
     * @param reading after which the source is {@code silent}
     * @param malformed what it is called when the chunks are none
     */
    record Limits(Duration reading, Outcome silent, Duration writing, Outcome malformed) {}

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
        this.chunked = chunked;
        parts.add(ByteBuffer.wrap(head));
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
        long left = bytes - passOnWithBurst(bytes);
        while (left > 0) {
            from.demand(limits.reading, limits.silent);
            left -= passOnWithBurst(left);
        }
    }

    private void copyToTheEnd() throws Refused {
        passOnWithBurst(Long.MAX_VALUE);
        while (from.fill(System.nanoTime() + limits.reading.toNanos(), limits.silent)) {
            passOnWithBurst(Long.MAX_VALUE);
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
                decoder.skip(moveBurst(decoder.leftInChunk()));
            }
            flush();
            from.demand(limits.reading, limits.silent);
        }
    }

    /** Sends what is in the inbox, up to the limit, and in the same write what is waiting behind it if it was full. */
    private long passOnWithBurst(long most) throws Refused {
        boolean burst = from.inbox().isFull();
        long passed = passOn(most);
        if (burst && passed < most) {
            passed += moveBurst(most - passed);
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
    private long moveBurst(long most) throws Refused {
        ByteBuffer large = from.moreAvailable() ? buffers.take() : null;
        if (large == null) {
            return 0;
        }
        try {
            long moved = 0;
            int n;
            do {
                large.clear().limit((int) Math.min(most - moved, large.capacity()));
                n = from.read(large, limits.reading, limits.silent); // there is something: no end
                add(large.flip());
                flush();
                moved += n;
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
