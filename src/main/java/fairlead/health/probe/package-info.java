/** One look at a backend: a connect, a TLS handshake, a request, and why one of these failed. */
@NullMarked
package fairlead.health.probe;

import org.jspecify.annotations.NullMarked;
