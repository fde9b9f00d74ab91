package fairlead.bench;

/**
 * What is counted.
 *
 * @param throughput title of the column, such as {@code GB/s}
 * @param cpu title of the column for CPU time of the proxy each
 * @param size how many of what the load counts make one
 * @param micros how many microseconds of CPU time make one of those shown
 */
record Unit(String throughput, String cpu, double size, double micros) {
    static final Unit CONNECTIONS = new Unit("conn/s", "CPU us/conn", 1, 1);
    static final Unit MESSAGES = new Unit("msg/s", "CPU us/msg", 1, 1);
    static final Unit REQUESTS = new Unit("req/s", "CPU us/req", 1, 1);
    static final Unit GIGABYTES = new Unit("GB/s", "CPU ms/GB", 1e9, 1000);

    String title(Figure figure) {
        return switch (figure) {
            case THROUGHPUT -> throughput;
            case CPU -> cpu;
            default -> figure.title;
        };
    }
}
