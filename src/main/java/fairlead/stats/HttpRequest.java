package fairlead.stats;

import java.util.Optional;

/**
 * What a client asked for by HTTP, and the status it got.
 *
 * @param method empty when the head of the request could not be read, like the others
 * @param host without port
 * @param path as much of it as the config lets be written
 * @param status of the response; empty when the client got none
 */
public record HttpRequest(
        Optional<String> method, Optional<String> host, Optional<String> path, Optional<Integer> status) {}
