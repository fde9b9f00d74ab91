package fairlead.stats;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;

/**
 * What the log says of a webhook that cannot be told: once when that begins, once when events are lost, and once when
 * everything waiting has been delivered. Names only the host: the rest of a URL often is a secret. For one thread.
 */
final class WebhookTrouble {
    private static final System.Logger LOG = System.getLogger("fairlead");

    private Optional<URI> url = Optional.empty();
    private boolean failing;
    private boolean losing;
    private long lostBefore;

    /** Takes note of an attempt; {@code lost} counts all events ever lost. */
    void after(URI to, WebhookRequest.Result result, boolean caughtUp, long lost) {
        if (!url.equals(Optional.of(to))) {
            url = Optional.of(to);
            failing = false;
        }
        switch (result) {
            case WebhookRequest.Result.Failed failed -> {
                warn(!failing, to, "cannot be told of events: " + failed.why() + "; it is tried again until it works");
                failing = true;
            }
            case WebhookRequest.Result.Rejected rejected -> {
                warn(!failing, to, "rejects events: " + rejected.why() + "; they are lost, check webhook_url");
                failing = true;
                losing = true;
            }
            case WebhookRequest.Result.Delivered delivered -> recovered(to, caughtUp, lost);
        }
        if (lost > lostBefore) {
            warn(!losing, to, "is behind: the oldest events are lost");
            losing = true;
        }
    }

    private void recovered(URI to, boolean caughtUp, long lost) {
        if (caughtUp && (failing || losing)) {
            String missing = lost == lostBefore ? "" : ", without the lost events: " + (lost - lostBefore);
            LOG.log(Level.INFO, "the webhook at {0} works again{1}", to.getHost(), missing);
            failing = false;
            losing = false;
            lostBefore = lost;
        }
    }

    private static void warn(boolean first, URI to, String what) {
        if (first) {
            LOG.log(Level.WARNING, "the webhook at {0} {1}", to.getHost(), what);
        }
    }
}
