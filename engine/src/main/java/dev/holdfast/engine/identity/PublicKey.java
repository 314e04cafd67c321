package dev.holdfast.engine.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A public SSH key. Its comment is left out: it says nothing that is proven.
 *
 * @param type such as {@code ssh-ed25519}
 * @param blob in base64
 */
record PublicKey(String type, String blob) {
    private static final List<String> TYPES = List.of(
            "ssh-ed25519",
            "sk-ssh-ed25519@openssh.com",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "ssh-rsa");

    /** What somebody wrote where a key belongs. */
    sealed interface Read {
        record Right(PublicKey key) implements Read {}

        record Wrong(String problem) implements Read {}
    }

    static Read read(String text) {
        if (text.contains("PRIVATE KEY")) {
            return new Read.Wrong(
                    "this is a private key; remove it from here, make a new one, and write its public half");
        }
        String[] words = text.strip().split(" ", 3);
        if (text.lines().count() != 1 || words.length < 2) {
            return new Read.Wrong("this is not a public SSH key on one line, such as the text of id_ed25519.pub");
        }
        if (!TYPES.contains(words[0])) {
            return new Read.Wrong("'%s' is not a type of key that can sign; it must be one of %s"
                    .formatted(words[0], String.join(", ", TYPES)));
        }
        return saysItsType(words[0], words[1])
                ? new Read.Right(new PublicKey(words[0], words[1]))
                : new Read.Wrong("this %s key is damaged; copy the line of the .pub file anew".formatted(words[0]));
    }

    /** The blob begins with the type once more, behind its length. */
    private static boolean saysItsType(String type, String blob) {
        byte[] bytes = type.getBytes(StandardCharsets.US_ASCII);
        byte[] begin = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
        try {
            ByteBuffer decoded = ByteBuffer.wrap(Base64.getDecoder().decode(blob));
            return decoded.remaining() > begin.length
                    && decoded.slice(0, begin.length).equals(ByteBuffer.wrap(begin));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    @Override
    public String toString() {
        return type + " " + blob;
    }
}
