// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the checkpoints with which transfers are resumed: {@code $XDG_STATE_HOME/ossv4}, by default {@code
 * ~/.local/state/ossv4}. A checkpoint exists while a transfer in parts is not complete. Immutable.
 */
record StateDirectory(Path directory) {
    private static final int NAME_LENGTH = 32;

    /** The message about an interrupted transfer without a checkpoint. */
    static final String NOTHING_KEPT = "there are no parts to resume; run the same command again";

    /** @param option the directory that the user has chosen, null for the default */
    static StateDirectory of(@Nullable Path option, Map<String, String> environment, String home) {
        if (option != null) {
            return new StateDirectory(option);
        }
        String state = environment.get("XDG_STATE_HOME");
        // The XDG Base Directory Specification requires that relative paths are ignored.
        boolean usable = state != null && Path.of(state).isAbsolute();
        return new StateDirectory((usable ? Path.of(state) : Path.of(home, ".local", "state")).resolve("ossv4"));
    }

    /**
     * Creates the directory, and returns the path of a checkpoint, which is the same for the same transfer.
     *
     * @param settings what was sent when the transfer was initiated, and is not sent again; empty for none
     * @throws UsageException if the directory cannot be created
     */
    Path checkpoint(String kind, OssUrl url, Path file, String settings) {
        try {
            Files.createDirectories(directory, forOwner());
        } catch (IOException e) {
            throw new UsageException(
                    "the directory for checkpoints cannot be created: " + PrintableText.escape(e.toString())
                            + "; set another one by --checkpoint-dir",
                    e);
        }
        return path(kind, url, file, settings);
    }

    /** Returns whether there is a checkpoint of a transfer, which then can be resumed. */
    boolean hasCheckpoint(String kind, OssUrl url, Path file, String settings) {
        return Files.exists(path(kind, url, file, settings));
    }

    private Path path(String kind, OssUrl url, Path file, String settings) {
        String transfer = kind
                + '\0'
                + url.bucket()
                + '\0'
                + url.key()
                + '\0'
                + file.toAbsolutePath().normalize();
        return directory.resolve(hash(transfer) + (settings.isEmpty() ? "" : "-" + hash(settings)) + "." + kind);
    }

    /** The XDG Base Directory Specification requires mode 700. */
    private FileAttribute<?>[] forOwner() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Returns the checkpoints of the same transfer with other settings. */
    List<Path> others(Path checkpoint) throws IOException {
        String name = checkpoint.getFileName().toString();
        String kind = name.substring(name.lastIndexOf('.'));
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> same =
                Files.newDirectoryStream(directory, name.substring(0, NAME_LENGTH) + "*" + kind)) {
            for (Path path : same) {
                if (!path.equals(checkpoint)) {
                    others.add(path);
                }
            }
        }
        return others;
    }

    private static String hash(String text) {
        return ByteString.encodeUtf8(text).sha256().hex().substring(0, NAME_LENGTH);
    }
}
