package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.model.database.NodeState.Reach;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Source;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at a server over one session that stays open.
 *
 * <p>A session that breaks is replaced within the same look, so that a look shows how things are now. A question that is not
 * answered stays in the air, and the next look waits for the same answer: many looks at a hung server must not leave as many
 * sessions for it to clean up when it wakes. Only after a while is it taken back and asked anew, because an answer may be lost.
 */
final class SessionProbe implements PrimaryProbe {
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

    private final Source source;
    private final Login login;
    private final Question question;
    private final Duration patience;

    private Optional<Session> kept = Optional.empty();
    private Optional<InTheAir> inTheAir = Optional.empty();
    private Duration currentPatience;

    /**
     * @param patience how long an unanswered question stays; each one that is taken back in a row doubles it
     */
    SessionProbe(Source source, Login login, Duration patience, Question question) {
        this.source = source;
        this.login = login;
        this.question = question;
        this.patience = patience;
        this.currentPatience = patience;
    }

    @Override
    public Look look(Duration limit) {
        Instant began = Instant.now();
        Seen seen = see(limit);
        return new Look(source, seen.sign(), began.minus(seen.age()), Instant.now(), seen.detail());
    }

    @Override
    public void close() {
        inTheAir.ifPresent(asked -> asked.attempt().cut());
        inTheAir = Optional.empty();
        kept.ifPresent(Session::close);
        kept = Optional.empty();
    }

    private Seen see(Duration limit) {
        InTheAir asked = inTheAir.orElseGet(() -> ask(limit));
        inTheAir = Optional.of(asked);
        Optional<Answer> answer = asked.attempt().await(limit);
        if (answer.isEmpty()) {
            takeBackWhenOld(asked);
            return question.failed(
                    new Fault.NoAnswer(Reach.SILENT, "no answer within " + limit.toMillis() + " ms"), Optional.empty());
        }
        inTheAir = Optional.empty();
        kept = answer.get().session();
        currentPatience = patience;
        return answer.get().seen();
    }

    private InTheAir ask(Duration limit) {
        Optional<Session> open = kept;
        kept = Optional.empty();
        return new InTheAir(Attempt.start(() -> answer(open, limit)), Deadline.in(currentPatience));
    }

    private void takeBackWhenOld(InTheAir asked) {
        if (!asked.old().isOver()) {
            return;
        }
        asked.attempt().cut();
        inTheAir = Optional.empty();
        Duration doubled = currentPatience.multipliedBy(2);
        currentPatience = doubled.compareTo(LONGEST_PATIENCE) < 0 ? doubled : LONGEST_PATIENCE;
    }

    private Answer answer(Optional<Session> open, Duration limit) {
        if (open.isEmpty()) {
            return answerOnNewSession(Optional.empty(), limit);
        }
        Answer answer = answerOn(open.get(), Optional.empty(), limit);
        return answer.broke().isPresent() ? answerOnNewSession(answer.broke(), limit) : answer;
    }

    private Answer answerOnNewSession(Optional<Fault> brokeBefore, Duration limit) {
        try {
            return answerOn(Session.open(login), brokeBefore, limit);
        } catch (SQLException e) {
            return new Answer(question.failed(Fault.of(e), brokeBefore), Optional.empty(), Optional.empty());
        }
    }

    private Answer answerOn(Session session, Optional<Fault> brokeBefore, Duration limit) {
        try {
            Seen seen = session.use(open -> question.ask(open, limit));
            return new Answer(seen, Optional.of(session), Optional.empty());
        } catch (SQLException e) {
            session.close();
            Fault fault = Fault.of(e);
            return new Answer(question.failed(fault, brokeBefore), Optional.empty(), Optional.of(fault));
        }
    }

    /** What a probe wants to know. */
    @FunctionalInterface
    interface Question {
        /**
         * Asks, and draws the conclusion.
         *
         * @param limit of the look that asks
         */
        Seen ask(Session session, Duration limit) throws SQLException;

        /** What a failure shows. */
        default Seen failed(Fault fault, Optional<Fault> brokeBefore) {
            return Seen.of(fault, brokeBefore);
        }
    }

    /** A question that is not answered yet. */
    private record InTheAir(Attempt<Answer> attempt, Deadline old) {}

    /** An answer, and the session that it left open; or how that session broke. */
    private record Answer(Seen seen, Optional<Session> session, Optional<Fault> broke) {}
}
