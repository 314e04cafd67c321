package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.LabFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** The files that each region has of its own, such as what clients have uploaded. */
public final class RegionalStores {
    private static final int FILES = 240;
    private static final int DIRECTORIES = 12;
    private static final int SMALLEST = 500;
    private static final int LARGEST = 32_000;

    private RegionalStores() {}

    static Path files(LabDirectory directory, LabRegion region) {
        return directory.regional(region).resolve("files");
    }

    /** Where copies of other regions' files are. */
    static Path copies(LabDirectory directory, LabRegion region) {
        return directory.regional(region).resolve("copies");
    }

    /** Where databases of other regions arrive, and the own one leaves from. */
    static Path staging(LabDirectory directory, LabRegion region) {
        return directory.regional(region).resolve("staging");
    }

    /** Makes what is missing. Each region's files hold something else, and the same in every lab. */
    public static void prepare(LabContext context) {
        for (LabRegion region : context.plan().regions()) {
            context.files().directory(copies(context.directory(), region));
            context.files().directory(staging(context.directory(), region));
            Path files = files(context.directory(), region);
            if (!Files.exists(files)) {
                fill(context, region, files);
            }
        }
    }

    private static void fill(LabContext context, LabRegion region, Path files) {
        Path draft = files.resolveSibling("files.new");
        LabFiles.delete(draft);
        SplittableRandom random = new SplittableRandom(region.name().hashCode());
        for (int number = 0; number < FILES; number++) {
            byte[] content = new byte[random.nextInt(SMALLEST, LARGEST)];
            random.nextBytes(content);
            Path file = draft.resolve("uploads-%02d".formatted(number % DIRECTORIES))
                    .resolve("file-%03d.bin".formatted(number));
            context.files().write(file, content, "rw-r--r--");
        }
        try {
            Files.move(draft, files);
        } catch (IOException e) {
            throw new UncheckedIOException("moving " + draft, e);
        }
    }
}
