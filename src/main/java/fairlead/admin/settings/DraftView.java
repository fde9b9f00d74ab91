package fairlead.admin.settings;

import fairlead.config.Problem;
import java.util.List;

/**
 * The form for a new load balancer, ready to be shown.
 *
 * @param plain what is about HTTP without TLS
 * @param others what is wrong, and belongs to no input
 */
public record DraftView(
        Input name,
        RowsInput hosts,
        RowsInput backends,
        List<Input> ports,
        List<Input> plain,
        List<Input> checks,
        List<Problem> others) {

    public DraftView {
        ports = List.copyOf(ports);
        plain = List.copyOf(plain);
        checks = List.copyOf(checks);
        others = List.copyOf(others);
    }
}
