package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * How the stand-in of Kubernetes and its clients know each other. It speaks TLS because clients such as {@code kubectl} send a
 * token over nothing else.
 *
 * @param operatorToken of an account that may do everything
 * @param viewerToken of one that may only read
 * @param tls the server's
 */
public record KubernetesAccess(String operatorToken, String viewerToken, TlsIdentity tls) {
    /** The context, in the clients' file, of the account that may only read. */
    public static final String VIEWER = "lab-viewer";

    private static final String TOKEN = "token: ";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one for a server at that address. */
    public static KubernetesAccess create(String address) {
        return new KubernetesAccess(token(), token(), TlsIdentity.create(address));
    }

    private static String token() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reads back what {@link #prepare} wrote. */
    public static KubernetesAccess read(LabDirectory directory) {
        try {
            List<String> tokens = Files.readAllLines(directory.kubeconfig()).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(TOKEN))
                    .map(line -> line.substring(TOKEN.length()))
                    .toList();
            return new KubernetesAccess(
                    tokens.get(0), tokens.get(1), new TlsIdentity(Files.readString(identity(directory))));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + directory.kubeconfig(), e);
        }
    }

    private static Path identity(LabDirectory directory) {
        return directory.kubernetes().resolve("tls");
    }

    /** Makes the files if there are none; they stay as long as the lab's directory does. */
    static void prepare(LabDirectory directory, LabFiles files, HostPort address) {
        if (!Files.exists(directory.kubeconfig())) {
            KubernetesAccess access = create(address.host());
            files.write(identity(directory), access.tls().keyStore(), "rw-------");
            files.write(directory.kubeconfig(), access.kubeconfig(address), "rw-------");
        }
    }

    /** The text of the clients' file. */
    public String kubeconfig(HostPort address) {
        return """
                # Written by `holdfast lab up` for the lab's stand-in of Kubernetes.
                apiVersion: v1
                kind: Config
                current-context: lab
                clusters:
                - name: lab
                  cluster:
                    server: https://%s
                    certificate-authority-data: %s
                contexts:
                - name: lab
                  context:
                    cluster: lab
                    namespace: default
                    user: lab-operator
                - name: lab-viewer
                  context:
                    cluster: lab
                    namespace: default
                    user: lab-viewer
                users:
                - name: lab-operator
                  user:
                    token: %s
                - name: lab-viewer
                  user:
                    token: %s
                """.formatted(
                        address,
                        Base64.getEncoder().encodeToString(tls.certificate().getBytes(StandardCharsets.US_ASCII)),
                        operatorToken,
                        viewerToken);
    }
}
