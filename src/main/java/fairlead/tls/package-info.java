/** Reads a TLS ClientHello and writes an alert. Pure: bytes in, values out. */
@NullMarked
package fairlead.tls;

import org.jspecify.annotations.NullMarked;
