package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.concurrent.Callable;

/** What all steps of a comparison share: sessions that read alike, and one kind of failure. */
final class Comparing {

    private Comparing() {}

    /** Opens a session that prints values as every other session of a comparison does, and never outlives its use. */
    static Session open(Server server, Deadline deadline) {
        String settings = """
                set TimeZone = 'UTC';
                set DateStyle = 'ISO';
                set IntervalStyle = 'postgres';
                set bytea_output = 'hex';
                set extra_float_digits = 1;
                set statement_timeout = %d
                """.formatted(deadline.remaining().toMillis());
        return bounded(server, deadline, () -> {
            Session session = Session.open(server.login());
            session.execute(settings);
            return session;
        });
    }

    static <T> T bounded(Server server, Deadline deadline, Callable<T> work) {
        try {
            return Attempt.run(deadline.remaining(), work);
        } catch (SessionException e) {
            throw impossible(server, e);
        }
    }

    static <T> T ask(Server server, Deadline deadline, Session.SqlWork<T> work) {
        try {
            return server.ask(deadline.remaining(), work);
        } catch (SessionException e) {
            throw impossible(server, e);
        }
    }

    static HoldfastException impossible(Server server, SessionException failure) {
        return impossible(server, failure.fault().text());
    }

    static HoldfastException impossible(Server server, String reason) {
        return new HoldfastException(ErrorCode.DATA_NOT_COMPARABLE, server.name() + ": " + reason);
    }
}
