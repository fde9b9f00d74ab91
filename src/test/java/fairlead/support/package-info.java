/** What several suites share: ports, certificates, programs of this machine. */
@NullMarked
package fairlead.support;

import org.jspecify.annotations.NullMarked;
