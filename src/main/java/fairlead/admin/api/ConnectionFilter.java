package fairlead.admin.api;

import fairlead.config.Cidr;
import fairlead.stats.AddressText;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which connections are wanted; what is empty asks for nothing.
 *
 * @param client a block of addresses
 * @param sni the whole name, of a ClientHello or of a request
 * @param search in lower case, a part of anything
 */
record ConnectionFilter(
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<Cidr> client,
        Optional<String> sni,
        Optional<String> search) {

    static final String[] PARAMETERS = {"load_balancer", "backend", "client", "sni", "search"};

    /** What a connection can be found by. */
    record Traits(
            String id,
            InetSocketAddress client,
            String listener,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> upstream,
            Optional<String> sni,
            Optional<String> host) {}

    static ConnectionFilter of(Query query) {
        return new ConnectionFilter(
                query.text("load_balancer"),
                query.text("backend"),
                query.text("client").map(ConnectionFilter::block),
                query.text("sni").map(name -> name.toLowerCase(Locale.ROOT)),
                query.text("search").map(part -> part.toLowerCase(Locale.ROOT)));
    }

    boolean wants(Traits one) {
        return isIn(loadBalancer, one.loadBalancer)
                && isIn(backend, one.backend)
                && client.map(block -> block.contains(one.client.getAddress())).orElse(true)
                && (isIn(sni, one.sni) || isIn(sni, one.host))
                && search.map(part -> texts(one).anyMatch(text -> contains(text, part)))
                        .orElse(true);
    }

    private static boolean isIn(Optional<String> wanted, Optional<String> there) {
        return wanted.isEmpty() || wanted.equals(there);
    }

    private static Stream<String> texts(Traits one) {
        return Stream.concat(
                Stream.of(one.id, address(one.client), one.listener),
                Stream.of(one.loadBalancer, one.backend, one.upstream, one.sni, one.host)
                        .flatMap(Optional::stream));
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part);
    }

    static String address(InetSocketAddress client) {
        return AddressText.of(client.getAddress(), client.getPort());
    }

    private static Cidr block(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("the query parameter \"client\" must be an address or a block of addresses: %s"
                    .formatted(e.getMessage()));
        }
    }
}
