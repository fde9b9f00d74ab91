/** The config file: immutable records, and ConfigFile, which turns text into them or into all its problems. */
@NullMarked
package fairlead.config;

import org.jspecify.annotations.NullMarked;
