/** The data path: listeners, connections, the relay. JDK only. Start reading at {@link fairlead.proxy.Connection}. */
@NullMarked
package fairlead.proxy;

import org.jspecify.annotations.NullMarked;
