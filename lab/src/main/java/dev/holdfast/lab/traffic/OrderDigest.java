package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.Order;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A short fingerprint of an order's content: two orders with the same one are the same order. */
public final class OrderDigest {
    private static final int BYTES = 16;

    private OrderDigest() {}

    public static String of(Order order) {
        var fields = List.of(
                order.id().toString(),
                order.region(),
                order.client(),
                order.clientTime().toString(),
                order.item(),
                Integer.toString(order.quantity()));
        // The lengths keep ("a","bc") and ("ab","c") apart.
        var text = new StringBuilder();
        fields.forEach(field -> text.append(field.length()).append(':').append(field));
        byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
