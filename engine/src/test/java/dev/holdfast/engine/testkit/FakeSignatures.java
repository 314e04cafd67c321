package dev.holdfast.engine.testkit;

import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.operator.Operator;
import java.nio.file.Path;

/** Signatures that show the key and the text that they were made of. */
public final class FakeSignatures implements Signatures {

    @Override
    public String sign(String text, Path key) {
        return key + " signs " + text;
    }

    @Override
    public boolean verify(String text, Operator by, String signature) {
        return by.keys().stream().anyMatch(key -> signature.equals(sign(text, Path.of(key))));
    }
}
