/** Whether what a load balancer counts on is there: tried out on request, one thing after another. */
@NullMarked
package fairlead.admin.checklist;

import org.jspecify.annotations.NullMarked;
