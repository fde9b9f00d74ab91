/** HTTP/1.1: heads, bodies' framing, and the responses that are Fairlead's own. Pure: bytes in, values out. */
@NullMarked
package fairlead.http;

import org.jspecify.annotations.NullMarked;
