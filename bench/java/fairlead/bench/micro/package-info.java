/** Micro-benchmarks of what every connection costs outside the kernel. {@code mvn -q -Pbench} runs them. */
@NullMarked
package fairlead.bench.micro;

import org.jspecify.annotations.NullMarked;
