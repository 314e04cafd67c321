package dev.holdfast.drivers.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.holdfast.model.topology.HostSpec;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One SSH session. Once it is retired it ends with the last command that uses it. */
final class SshConnection {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(2);
    private static final int MISSED_KEEP_ALIVES = 2;

    private final Session session;
    private final Set<ChannelExec> open = ConcurrentHashMap.newKeySet();
    private boolean retired;

    private SshConnection(Session session) {
        this.session = session;
        session.setThreadFactory(reader -> new Thread(() -> {
            reader.run();
            tellChannels();
        }));
    }

    static SshConnection open(HostSpec spec) throws BrokenException {
        try {
            JSch jsch = new JSch();
            jsch.addIdentity(spec.identityFile());
            jsch.setKnownHosts(spec.knownHosts());
            Session session = jsch.getSession(
                    spec.user(), spec.address().host(), spec.address().port());
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setConfig("PreferredAuthentications", "publickey");
            session.setConfig("kex", "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256");
            session.setDaemonThread(true);
            session.setServerAliveInterval((int) KEEP_ALIVE.toMillis());
            session.setServerAliveCountMax(MISSED_KEEP_ALIVES);
            SshConnection connection = new SshConnection(session);
            session.connect((int) CONNECT_LIMIT.toMillis());
            return connection;
        } catch (JSchException e) {
            throw new BrokenException(e);
        }
    }

    synchronized boolean usable() {
        return !retired && session.isConnected();
    }

    synchronized ChannelExec channel() throws BrokenException {
        if (retired) {
            throw new BrokenException(new JSchException("the session is being closed"));
        }
        try {
            ChannelExec channel = (ChannelExec) session.openChannel("exec");
            open.add(channel);
            return channel;
        } catch (JSchException e) {
            throw new BrokenException(e);
        }
    }

    synchronized void release(ChannelExec channel) {
        channel.disconnect();
        open.remove(channel);
        disconnectWhenUnused();
    }

    /** Lets no further command in. Those that run may go on: a machine that is slow to answer one may still serve another. */
    synchronized void retire() {
        retired = true;
        disconnectWhenUnused();
    }

    boolean connected() {
        return session.isConnected();
    }

    /** A channel that waits to be opened would not notice by itself that the session is gone. */
    private void tellChannels() {
        for (ChannelExec channel : open) {
            synchronized (channel) {
                channel.notifyAll();
            }
        }
    }

    private void disconnectWhenUnused() {
        if (retired && open.isEmpty()) {
            session.disconnect();
        }
    }

    /** The machine could not be reached, or the session broke. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String found;

        BrokenException(Throwable cause) {
            super(cause);
            this.found = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        }

        String found() {
            return found;
        }
    }
}
