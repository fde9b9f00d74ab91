/** The PROXY protocol, version 1 and 2: encode and parse. Pure: bytes in, values out. */
@NullMarked
package fairlead.proxyprotocol;

import org.jspecify.annotations.NullMarked;
