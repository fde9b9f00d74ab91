package fairlead.admin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Sends an answer when all of it is there and no thread has to do with it any more: there are few threads, and a stranger
 * who asks for more than he reads would hold one each.
 */
final class WholeAnswers extends Handler.Wrapper {
    private static final int LARGEST = 1 << 20; // bytes; what is longer is sent as it comes

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Whole whole = new Whole(request, response, callback);
        return super.handle(request, whole, whole);
    }

    /** One answer, gathered until its request is done with. For one thread at a time. */
    private static final class Whole extends Response.Wrapper implements Callback {
        private final Callback callback;
        private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
        private boolean passing;

        Whole(Request request, Response response, Callback callback) {
            super(request, response);
            this.callback = callback;
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback written) {
            int length = BufferUtil.length(content);
            if (passing) {
                super.write(last, content, written);
            } else if (gathered.size() + length <= LARGEST) {
                gathered.writeBytes(BufferUtil.toArray(content));
                BufferUtil.clear(content);
                written.succeeded();
            } else {
                passing = true;
                Response wrapped = getWrapped();
                wrapped.write(
                        false,
                        ByteBuffer.wrap(gathered.toByteArray()),
                        Callback.from(() -> wrapped.write(last, content, written), written::failed));
            }
        }

        @Override
        public void reset() {
            gathered.reset();
            super.reset();
        }

        @Override
        public void succeeded() {
            if (passing) {
                callback.succeeded();
            } else {
                getWrapped().write(true, ByteBuffer.wrap(gathered.toByteArray()), callback);
            }
        }

        @Override
        public void failed(Throwable failure) {
            callback.failed(failure);
        }
    }
}
