package fairlead.admin;

import fairlead.admin.access.Client;
import fairlead.admin.access.Guard;
import fairlead.admin.access.Role;
import fairlead.admin.access.SessionCookie;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Takes a request's body in before any thread has to do with it: there are few threads, and a stranger who sends slowly
 * would hold one each. A body has its time and its size: only admins have something large to send, and only one of them at
 * a time, for it takes a good part of the memory that the data path lives in too.
 */
final class BodyFirst extends Handler.Wrapper {
    /** Far more than a config has, and what reading it takes can be spared beside the data path. */
    static final int LARGEST = 2 << 20;

    private static final int LARGEST_OF_OTHERS = 64 << 10;
    private static final int LARGEST_OF_STRANGERS = 16 << 10;
    private static final long SECONDS = 30;

    private final Guard guard;
    private final Semaphore large = new Semaphore(1);

    BodyFirst(Guard guard, Handler next) {
        super(next);
        this.guard = guard;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (length == 0 || (length < 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING))) {
            return super.handle(request, response, callback);
        }
        int limit = limit(request);
        if (length > limit) {
            refuse(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
            return true;
        }
        new Intake(request, response, callback, limit).begin();
        return true;
    }

    private int limit(Request request) {
        return switch (role(request)) {
            case ANYONE -> LARGEST_OF_STRANGERS;
            case READ, OPERATE -> LARGEST_OF_OTHERS;
            case ADMIN -> LARGEST;
        };
    }

    private Role role(Request request) {
        Optional<String> session = Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(SessionCookie.name(request.isSecure())))
                .map(cookie -> cookie.getValue())
                .findFirst();
        return guard.role(
                Client.of(Request.getRemoteAddr(request)),
                Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)),
                session);
    }

    /** What is left of the body is not read: the connection ends with the answer. */
    private static void refuse(Request request, Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Response.writeError(request, response, callback, status);
    }

    /** One body on its way in; called by one thread at a time, and by the timer. */
    private final class Intake implements Runnable {
        private final Request request;
        private final Response response;
        private volatile Callback callback;
        private final RetainableByteBuffer.DynamicCapacity body;
        private final int limit;
        private boolean isLarge;
        private final AtomicBoolean decided = new AtomicBoolean();
        private Scheduler.Task timeout = () -> false;

        Intake(Request request, Response response, Callback callback, int limit) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.limit = limit;
            this.body = new RetainableByteBuffer.DynamicCapacity(
                    request.getComponents().getByteBufferPool(), false, limit);
        }

        void begin() {
            timeout = request.getComponents().getScheduler().schedule(this::giveUp, SECONDS, TimeUnit.SECONDS);
            run();
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    end(() -> callback.failed(chunk.getFailure()));
                    return;
                }
                long size = (long) body.remaining() + chunk.remaining();
                boolean fits = size <= limit;
                boolean room = !fits || size <= LARGEST_OF_OTHERS || isLarge || claim();
                if (fits && room) {
                    body.append(chunk);
                }
                chunk.release();
                if (!fits) {
                    end(() -> refuse(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413));
                    return;
                }
                if (!room) {
                    response.getHeaders().put(HttpHeader.RETRY_AFTER, 5);
                    end(() -> refuse(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503));
                    return;
                }
                if (chunk.isLast()) {
                    end(this::pass);
                    return;
                }
            }
        }

        /** Reserves the one place for large bodies until the request is answered. */
        private boolean claim() {
            if (!large.tryAcquire()) {
                return false;
            }
            isLarge = true;
            callback = Callback.from(callback, (Runnable) large::release);
            return true;
        }

        private void pass() {
            ByteBuffer bytes = ByteBuffer.wrap(body.takeByteArray());
            try {
                if (!BodyFirst.super.handle(new WithBody(request, bytes), response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private void giveUp() {
            end(() -> refuse(request, response, callback, HttpStatus.REQUEST_TIMEOUT_408));
        }

        private void end(Runnable how) {
            if (decided.compareAndSet(false, true)) {
                timeout.cancel();
                how.run();
            }
        }
    }

    /** The same request, with its body at hand. */
    private static final class WithBody extends Request.Wrapper {
        private final ByteBufferContentSource body;

        WithBody(Request request, ByteBuffer body) {
            super(request);
            this.body = new ByteBufferContentSource(body);
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
