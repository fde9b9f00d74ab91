package fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cookie that keeps a client on its backend. It is signed: nobody can make one, nor read a backend's name in it.
 *
 * <p>Immutable, for all threads. The value is base64url of three things: which backend, 8 bytes that only the key turns a name
 * into; when it was set, in seconds since 1970; and 16 bytes of an HMAC-SHA-256 over both and the load balancer's name.
 */
public final class StickyCookie {
    private static final String HMAC = "HmacSHA256";
    private static final int MIN_KEY = 16;
    private static final int SIGNED = Long.BYTES + Long.BYTES;
    private static final int SIGNATURE = 16;
    private static final int ENCODED_LENGTH = ((SIGNED + SIGNATURE) * 8 + 5) / 6;

    /** How far the clock of another node that set a cookie may be ahead, in seconds. */
    private static final long MOST_AHEAD = 60;

    /**
     * What a client's cookie says.
     *
     * @param renew whether it is time to set it anew
     */
    public record Kept(String backend, boolean renew) {}

    private final String name;
    private final long lifetime; // in whole seconds, as browsers count it
    private final SecretKeySpec key;
    private final byte[] signaturePrefix;
    private final Map<Long, String> backendsById;
    private final Map<String, Long> idsByBackend;

    /**
     * For the backends of one load balancer.
     *
     * @param key at least 16 bytes
     */
    public static StickyCookie of(String name, Duration ttl, byte[] key, String loadBalancer, List<String> backends) {
        if (key.length < MIN_KEY) {
            throw new IllegalArgumentException("the key has fewer than " + MIN_KEY + " bytes");
        }
        return new StickyCookie(name, ttl, new SecretKeySpec(key, HMAC), loadBalancer, backends);
    }

    private StickyCookie(String name, Duration ttl, SecretKeySpec key, String loadBalancer, List<String> backends) {
        this.name = name;
        this.lifetime = Math.max(1, ttl.plusNanos(999_999_999).toSeconds());
        this.key = key;
        this.signaturePrefix = utf8("cookie\0" + loadBalancer + '\0');
        this.backendsById = new HashMap<>();
        this.idsByBackend = new HashMap<>();
        for (String backend : backends) {
            long id = ByteBuffer.wrap(hmac(utf8("backend\0" + loadBalancer + '\0' + backend)))
                    .getLong();
            backendsById.put(id, backend);
            idsByBackend.put(backend, id);
        }
    }

    public String name() {
        return name;
    }

    /** The backend that the request's cookie names; empty when there is none, or it is not valid any more. */
    public Optional<Kept> read(Fields request, Instant now) {
        for (String line : request.all("Cookie")) {
            for (String value : Cookies.values(line, name)) {
                Optional<Kept> kept = verified(value, now.getEpochSecond());
                if (kept.isPresent()) {
                    return kept;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Kept> verified(String value, long now) {
        if (value.length() != ENCODED_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        ByteBuffer cookie = ByteBuffer.wrap(bytes);
        long id = cookie.getLong();
        long issued = cookie.getLong();
        if (!MessageDigest.isEqual(signed(id, issued), bytes)) {
            return Optional.empty();
        }
        long age = now - issued;
        if (age > lifetime || age < -MOST_AHEAD) {
            return Optional.empty();
        }
        return Optional.ofNullable(backendsById.get(id)).map(backend -> new Kept(backend, 2 * age >= lifetime));
    }

    /**
     * A Set-Cookie field for this backend.
     *
     * @throws IllegalArgumentException when the load balancer has no such backend
     */
    public Field set(String backend, Instant now) {
        Long id = idsByBackend.get(backend);
        if (id == null) {
            throw new IllegalArgumentException("no backend is called " + backend);
        }
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(signed(id, now.getEpochSecond()));
        return new Field(
                "Set-Cookie", name + '=' + value + "; Path=/; Max-Age=" + lifetime + "; HttpOnly; SameSite=Lax");
    }

    /** The whole cookie's bytes. */
    private byte[] signed(long id, long issued) {
        byte[] signature = hmac(ByteBuffer.allocate(signaturePrefix.length + SIGNED)
                .put(signaturePrefix)
                .putLong(id)
                .putLong(issued)
                .array());
        return ByteBuffer.allocate(SIGNED + SIGNATURE)
                .putLong(id)
                .putLong(issued)
                .put(signature, 0, SIGNATURE)
                .array();
    }

    /** A Mac is for one thread, so each gets its own. */
    private byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
