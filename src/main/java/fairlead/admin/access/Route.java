package fairlead.admin.access;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One thing that can be asked of the dashboard or the API.
 *
 * @param path as Javalin has it: {@code /api/v1/load_balancers/{name}}
 * @param role the least that is needed
 */
public record Route(HandlerType method, String path, Role role, Handler handler) {

    public static Route get(String path, Role role, Handler handler) {
        return new Route(HandlerType.GET, path, role, handler);
    }

    public static Route post(String path, Role role, Handler handler) {
        return new Route(HandlerType.POST, path, role, handler);
    }

    public static Route put(String path, Role role, Handler handler) {
        return new Route(HandlerType.PUT, path, role, handler);
    }

    public static Route patch(String path, Role role, Handler handler) {
        return new Route(HandlerType.PATCH, path, role, handler);
    }

    public static Route delete(String path, Role role, Handler handler) {
        return new Route(HandlerType.DELETE, path, role, handler);
    }
}
