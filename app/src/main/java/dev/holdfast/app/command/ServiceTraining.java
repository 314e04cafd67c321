package dev.holdfast.app.command;

import dev.holdfast.lab.service.OrderService;
import dev.holdfast.lab.traffic.Entrance;
import dev.holdfast.lab.traffic.Traffic;
import dev.holdfast.lab.traffic.TrafficOptions;
import dev.holdfast.lab.traffic.TrafficRegion;
import dev.holdfast.lab.traffic.TrafficSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Goes through the lab's service and its clients once, without a database, for the archive of the classes they load. */
final class ServiceTraining {
    static final String COMMAND = "training-service";

    /** Clients of a region that no lab has. */
    private static final int REGION = 250;

    private static final int REQUESTS_PER_SECOND = 20;
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration LESSON = Duration.ofSeconds(1);

    private ServiceTraining() {}

    static CommandNode leaf() {
        return new CommandNode.Leaf(
                COMMAND,
                "Prepare the fast start of the lab's service",
                () -> List.of(Arguments.word(0, "DIRECTORY", "For files that are not needed afterwards.")),
                ServiceTraining::run);
    }

    private static int run(Invocation invocation) {
        Path directory = invocation.surroundings().resolve(invocation.word(0));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (OrderService service = OrderService.start(settings(directory), nowhere)) {
            URI entrance = URI.create("http://127.0.0.1:" + service.port());
            TrafficOptions options = new TrafficOptions(
                    directory.resolve("ledgers"),
                    List.of(TrafficRegion.of("nowhere", REGION, new Entrance.Direct(entrance, service.socketPort()))),
                    new TrafficOptions.Rates(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND, true),
                    TIMEOUT,
                    Optional.of(LESSON));
            try (Traffic traffic = Traffic.start(options, snapshot -> TrafficSnapshot.parse(snapshot.toJson()))) {
                traffic.await();
            }
        }
        return 0;
    }

    private static Path settings(Path directory) {
        try {
            return Files.writeString(directory.resolve("app.properties"), """
                    instance=training
                    region=nowhere
                    address=127.0.0.1
                    port=0
                    database.writer=127.0.0.1:4
                    database.reader=127.0.0.1:5
                    database.name=none
                    database.user=none
                    database.primary=first
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("writing settings to " + directory, e);
        }
    }
}
