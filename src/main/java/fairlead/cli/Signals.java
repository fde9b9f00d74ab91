package fairlead.cli;

import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;

/**
 * The process's signals. The JDK has {@code sun.misc.Signal} for them, exported and relied on for decades, but the compiler
 * warns of it unconditionally: hence by reflection.
 */
final class Signals {
    private Signals() {}

    /** Runs the action, on a thread of its own, whenever one of the signals comes. */
    static void on(Runnable action, String... names) {
        for (String name : names) {
            try {
                on(action, name);
            } catch (ReflectiveOperationException e) {
                System.getLogger("fairlead").log(Level.WARNING, "SIG{0} cannot be handled on this system", name);
            }
        }
    }

    private static void on(Runnable action, String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object running =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (p, method, args) -> {
                    action.run();
                    return null;
                });
        Object raised = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, raised, running);
    }
}
