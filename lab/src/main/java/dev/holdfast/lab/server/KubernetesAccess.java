package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens with which clients prove to the stand-in of Kubernetes who they are, kept in the file that these clients read.
 *
 * @param operatorToken of an account that may do everything
 * @param viewerToken of one that may only read
 */
public record KubernetesAccess(String operatorToken, String viewerToken) {
    /** The context of the account that may only read. */
    public static final String VIEWER = "lab-viewer";

    private static final String TOKEN = "token: ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private static KubernetesAccess random() {
        return new KubernetesAccess(token(), token());
    }

    private static String token() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reads the tokens back from the file that {@link #prepare} wrote. */
    public static KubernetesAccess read(LabDirectory directory) {
        Path file = directory.kubeconfig();
        try {
            List<String> tokens = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(TOKEN))
                    .map(line -> line.substring(TOKEN.length()))
                    .toList();
            return new KubernetesAccess(tokens.get(0), tokens.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    /** Makes the file if there is none; its tokens stay as long as the lab's directory does. */
    static void prepare(LabDirectory directory, LabFiles files, HostPort address) {
        if (!Files.exists(directory.kubeconfig())) {
            files.write(directory.kubeconfig(), random().kubeconfig(address), "rw-------");
        }
    }

    /** The text of the file. */
    public String kubeconfig(HostPort address) {
        return """
                # Written by `holdfast lab up` for the lab's stand-in of Kubernetes.
                apiVersion: v1
                kind: Config
                current-context: lab
                clusters:
                - name: lab
                  cluster:
                    server: http://%s
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
                """.formatted(address, operatorToken, viewerToken);
    }
}
