package fairlead.e2e;

import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The JDK's TLS client, with a certificate it trusts and a server name that has to match it. */
public final class TlsClient {
    private TlsClient() {}

    /** A connection whose handshake is done. */
    public static SSLSocket connect(int port, String name, TestCertificate trusted, String version, String... alpn)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) trusted.clientContext().getSocketFactory().createSocket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(alpn);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000); // only ends a test that hangs
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** SHA-256 of the certificate that the server presented. */
    static String fingerprint(SSLSocket socket) throws IOException {
        return fingerprint((X509Certificate) socket.getSession().getPeerCertificates()[0]);
    }

    /** In the form {@code 0f:a3:...}. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
