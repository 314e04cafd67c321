package dev.holdfast.engine.audit;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Checkpoints as lines of JSON in a file, beside the journal or kept elsewhere: it tells when the end of the journal was cut
 * off.
 */
public record CheckpointFile(Path path) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(ChainHash.class, new HashWriter())
                    .addDeserializer(ChainHash.class, new HashReader()))
            .build();

    /** One line, as it is kept. */
    public static String line(Checkpoint checkpoint) {
        return JSON.writeValueAsString(checkpoint);
    }

    /**
     * Reads such a line.
     *
     * @throws HoldfastException {@link ErrorCode#AUDIT_BROKEN} when it is no checkpoint
     */
    public static Checkpoint parse(String line) {
        try {
            return JSON.readValue(line, Checkpoint.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new HoldfastException(ErrorCode.AUDIT_BROKEN, "reading the checkpoint '%s'".formatted(line), e);
        }
    }

    /** All of them, in order; none where there is no file. A line without an end is one that was never finished. */
    public List<Checkpoint> read() {
        try {
            return Files.exists(path)
                    ? finished(Files.readString(path))
                            .lines()
                            .map(CheckpointFile::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "reading %s: %s".formatted(path, e), e);
        }
    }

    private static String finished(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Returns when the line is on the disk. To be called by one process at a time. */
    public void append(Checkpoint checkpoint) {
        byte[] line = (line(checkpoint) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            String kept = finished(Files.readString(path));
            channel.truncate(kept.getBytes(StandardCharsets.UTF_8).length);
            channel.position(channel.size());
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "appending to %s: %s".formatted(path, e), e);
        }
    }

    private static final class HashWriter extends ValueSerializer<ChainHash> {
        @Override
        public void serialize(ChainHash value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.hex());
        }
    }

    private static final class HashReader extends ValueDeserializer<ChainHash> {
        @Override
        public ChainHash deserialize(JsonParser in, DeserializationContext context) {
            return new ChainHash(in.getString());
        }
    }
}
