package fairlead.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** The thread of a server in a test that accepts until its socket is closed. */
public final class Acceptor {
    private Acceptor() {}

    /**
     * Waits until it has ended: a port goes on accepting after its socket was closed, until the thread that waits on it
     * has let go of it.
     */
    public static void awaitEnd(Thread acceptor) {
        try {
            assertThat(acceptor.join(Duration.ofSeconds(10))).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
