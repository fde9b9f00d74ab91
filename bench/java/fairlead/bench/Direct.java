package fairlead.bench;

import java.nio.file.Path;
import java.util.List;

/** No proxy: the load goes to the backend. */
record Direct() implements Contestant {
    @Override
    public String label() {
        return "direct";
    }

    @Override
    public Group group() {
        return Group.NONE;
    }

    @Override
    public List<ConfigFile> config(Setup setup, Path directory) {
        return List.of();
    }

    @Override
    public List<String> command(Path directory) {
        return List.of();
    }

    @Override
    public String reloadSignal() {
        return "";
    }
}
