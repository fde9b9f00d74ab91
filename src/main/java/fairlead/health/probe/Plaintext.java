package fairlead.health.probe;

import java.io.IOException;

/** What Fairlead and a backend say to each other, without the encryption if there is one. */
sealed interface Plaintext permits Wire, TlsWire {

    /** Writes all of it. */
    void write(byte[] bytes) throws IOException;

    /** Reads at least one byte, or returns -1 when the peer has finished. */
    int read(byte[] buffer, int offset, int length) throws IOException;
}
