package dev.holdfast.engine.audit;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Ed25519 key of an installation, which signs the checkpoints of its audit trail.
 *
 * <p>Its private part lies in the state directory, encrypted with a secret that lies elsewhere. The public part is authenticated
 * by the same encryption, so nobody without the secret can put another key in its place.
 */
public final class AuditKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String PURPOSE = "holdfast audit key";
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final JsonMapper JSON = new JsonMapper();

    private final String publicKey;
    private final PrivateKey privateKey;

    private AuditKey(String publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** As it is kept; everything but the public key is of use only with the secret. All in Base64. */
    private record Kept(String publicKey, String salt, String nonce, String encrypted) {}

    /**
     * Reads the key, or makes it where there is none.
     *
     * @throws HoldfastException {@link ErrorCode#AUDIT_KEY_MISSING} when it can't be read, or not with this secret
     */
    public static AuditKey open(Path file, AuditSecret secret) {
        try {
            if (!Files.exists(file)) {
                make(file, secret);
            }
            return decrypt(JSON.readValue(Files.readString(file), Kept.class), secret);
        } catch (IOException | JacksonException | GeneralSecurityException | IllegalArgumentException e) {
            throw new HoldfastException(
                    ErrorCode.AUDIT_KEY_MISSING, "opening %s with the secret in %s: %s".formatted(file, secret, e), e);
        }
    }

    /** The public key of an installation; empty when it has none yet. It is not authenticated. */
    public static Optional<String> publicKeyIn(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(
                            JSON.readValue(Files.readString(file), Kept.class).publicKey())
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new HoldfastException(ErrorCode.AUDIT_KEY_MISSING, "reading %s: %s".formatted(file, e), e);
        }
    }

    /** Under another name first: nobody must find half a key, and of two processes that make one the first one wins. */
    private static void make(Path file, AuditSecret secret) throws IOException, GeneralSecurityException {
        Path unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "audit-key",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(unfinished, JSON.writeValueAsString(encrypt(generate(), secret)));
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker: its key is the one.
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static KeyPair generate() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    }

    private static Kept encrypt(KeyPair pair, AuditSecret secret) throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] encrypted = cipher(
                        Cipher.ENCRYPT_MODE,
                        secret,
                        salt,
                        nonce,
                        pair.getPublic().getEncoded())
                .doFinal(pair.getPrivate().getEncoded());
        Base64.Encoder text = Base64.getEncoder();
        return new Kept(
                text.encodeToString(pair.getPublic().getEncoded()),
                text.encodeToString(salt),
                text.encodeToString(nonce),
                text.encodeToString(encrypted));
    }

    private static AuditKey decrypt(Kept kept, AuditSecret secret) throws GeneralSecurityException {
        Base64.Decoder bytes = Base64.getDecoder();
        byte[] decrypted = cipher(
                        Cipher.DECRYPT_MODE,
                        secret,
                        bytes.decode(kept.salt()),
                        bytes.decode(kept.nonce()),
                        bytes.decode(kept.publicKey()))
                .doFinal(bytes.decode(kept.encrypted()));
        return new AuditKey(
                kept.publicKey(),
                KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decrypted)));
    }

    private static Cipher cipher(int mode, AuditSecret secret, byte[] salt, byte[] nonce, byte[] publicKey)
            throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(secret.bytes())
                                .addSalt(salt)
                                .thenExpand(PURPOSE.getBytes(StandardCharsets.UTF_8), 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(publicKey);
        return cipher;
    }

    public String publicKey() {
        return publicKey;
    }

    /** Signs that this is the newest record now. */
    public Checkpoint sign(long number, long seq, ChainHash hash, Instant at) {
        Checkpoint unsigned = new Checkpoint(number, seq, hash, at, publicKey, "");
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(privateKey);
            signer.update(unsigned.statement());
            String signature = Base64.getEncoder().encodeToString(signer.sign());
            return new Checkpoint(number, seq, hash, at, publicKey, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 signs with " + ALGORITHM, e);
        }
    }

    static boolean verifies(String key, byte[] statement, String signature) {
        try {
            Base64.Decoder bytes = Base64.getDecoder();
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes.decode(key))));
            verifier.update(statement);
            return verifier.verify(bytes.decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Not a key, or not a signature: in any case nothing that proves something.
            return false;
        }
    }
}
