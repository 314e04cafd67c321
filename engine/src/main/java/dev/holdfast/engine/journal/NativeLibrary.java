package dev.holdfast.engine.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library unpacked beside the journal.
 *
 * <p>Left alone, the driver unpacks it into a temporary directory whenever a process starts, which takes longer than most
 * commands do.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String LIBRARY_PATH = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** Lets the driver load the library from {@code directory}. Where that can't be, the driver unpacks it as ever. */
    static void keepIn(Path directory) {
        if (System.getProperty(LIBRARY_PATH) != null) {
            return;
        }
        try {
            Path versioned = directory.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
            Path library = versioned.resolve(LibraryLoaderUtil.getNativeLibName());
            if (Files.exists(library) || unpack(library)) {
                System.setProperty(LIBRARY_PATH, versioned.toString());
            }
        } catch (IOException e) {
            LOG.debug("The SQLite library can't be kept in {}", directory, e);
        }
    }

    /** Under another name first: another process may be doing the same, and must never load half a library. */
    private static boolean unpack(Path library) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        Files.createDirectories(library.getParent());
        Path unfinished = Files.createTempFile(library.getParent(), "unpacking", ".tmp");
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return false;
            }
            Files.copy(packed, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
