package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.Obstacle.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Why clients that hold WebSockets are not served as before. */
final class SocketObstacles {
    private SocketObstacles() {}

    static List<Obstacle> of(Sockets sockets) {
        var obstacles = new ArrayList<Obstacle>();
        Set<String> homes = new LinkedHashSet<>();
        sockets.notBack().forEach(drop -> homes.add(drop.home()));
        for (String home : homes) {
            long lost = sockets.notBack().stream()
                    .filter(drop -> drop.home().equals(home))
                    .count();
            obstacles.add(
                    new Obstacle(Kind.SOCKET_NOT_BACK, home, lost + " WebSockets were lost and not opened again"));
        }
        if (sockets.neverOpened() > 0) {
            obstacles.add(new Obstacle(
                    Kind.SOCKET_NEVER_OPENED, "all", sockets.neverOpened() + " clients never had a WebSocket"));
        }
        return obstacles;
    }
}
