package dev.holdfast.lab.judge;

import dev.holdfast.lab.service.Order;
import java.util.function.Consumer;

/** The rows that the application wrote. */
interface OrderRows {

    /** A row of the table. */
    record Row(Order order, int timeline) {}

    /** The rows could not be read, so nothing is known about them. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }

        UnreadableException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Shows every row of the table at one moment, a row that is there twice twice. */
    void forEach(Consumer<Row> reader) throws UnreadableException;
}
