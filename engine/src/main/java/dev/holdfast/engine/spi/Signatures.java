package dev.holdfast.engine.spi;

import dev.holdfast.model.operator.Operator;
import java.nio.file.Path;

/** Proves who wrote a text. Works with no other system than this machine. */
public interface Signatures {

    /**
     * Signs a text. May ask its owner at the terminal, for the passphrase of the key or a touch of its device.
     *
     * @param key the file of the private key, or of the public one whose private half an agent holds
     * @throws dev.holdfast.model.error.HoldfastException {@code IDENTITY_UNPROVEN} when it can't be signed
     */
    String sign(String text, Path key);

    /** Whether the text, exactly as it is, was signed with one of the operator's keys. */
    boolean verify(String text, Operator by, String signature);
}
