package dev.holdfast.drivers.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes the sockets of the JDBC driver, and shows each to the {@link Attempt} that needs it. The driver finds it by name. */
public final class AttemptSocketFactory extends SocketFactory {

    @Override
    public Socket createSocket() {
        Socket socket = new Socket();
        Attempt.holds(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        throw connectsLater();
    }

    private static IOException connectsLater() {
        return new IOException("sockets are made unconnected, so that connecting can be cut off");
    }
}
