package dev.holdfast.drivers.smtp;

import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.NotifierDriver;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.topology.ChannelSpec;

/** Binds mail servers; the settings are those of {@link MailAccount}. The secret is the password of the user. */
public final class SmtpDriver implements NotifierDriver {

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public Notifier bind(ChannelSpec spec, Secrets secrets) {
        return new SmtpNotifier(MailAccount.of(spec), secrets);
    }
}
