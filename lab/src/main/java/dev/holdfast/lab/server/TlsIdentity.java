package dev.holdfast.lab.server;

import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A private key, and the certificate that it signed itself: a client that was given the certificate knows the server by it.
 *
 * @param keyStore both, in base64
 */
public record TlsIdentity(String keyStore) {
    private static final String NAME = "lab";
    /** Protects nothing: who may read the file is what counts. */
    private static final String PASSWORD = "holdfast";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A new one, for a server at that IP address. */
    public static TlsIdentity create(String address) {
        try {
            Path directory = Files.createTempDirectory("holdfast-tls");
            try {
                return create(address, directory.resolve("store"));
            } finally {
                LabFiles.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("making a certificate for " + address, e);
        }
    }

    private static TlsIdentity create(String address, Path file) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Shell.check(
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        NAME,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "3650",
                        "-dname",
                        "CN=stand-in of Kubernetes in the lab of Holdfast",
                        "-ext",
                        "bc:c=ca:true",
                        "-ext",
                        "san=ip:" + address),
                LIMIT);
        return new TlsIdentity(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }

    /** What a client has to know to recognise the server, as PEM. */
    public String certificate() {
        try {
            byte[] encoded = store().getCertificate(NAME).getEncoded();
            return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                    .formatted(Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(encoded));
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    /** What the server needs. */
    public SSLContext serverContext() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    /** What a client needs that believes this server only. */
    public SSLContext clientContext() {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry(NAME, store().getCertificate(NAME));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Base64.getDecoder().decode(keyStore.strip())), PASSWORD.toCharArray());
        return store;
    }

    private static HoldfastException unusable(Exception e) {
        return new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "using the certificate of the lab", e);
    }
}
