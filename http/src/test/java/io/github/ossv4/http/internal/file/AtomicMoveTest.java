// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicMoveTest {
    @TempDir
    private Path folder;

    private static void assertReplaces(Path directory) throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = Files.writeString(directory.resolve("to"), "old");
        AtomicMove.replace(from, to);
        assertEquals("new", Files.readString(to));
        assertFalse(Files.exists(from));
    }

    @Test
    void movesToANewPath() throws Exception {
        AtomicMove.replace(Files.writeString(folder.resolve("from"), "new"), folder.resolve("to"));
        assertEquals("new", Files.readString(folder.resolve("to")));
        assertEquals(List.of("to"), TestFiles.names(folder));
    }

    @Test
    void replacesAFile() throws Exception {
        assertReplaces(folder);
    }

    /** The atomic move of Jimfs fails if the target exists. */
    @Test
    void replacesAFileInMemory() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path directory = Files.createDirectory(memory.getPath("/data"));
            Path one = Files.createFile(directory.resolve("one"));
            Path two = Files.createFile(directory.resolve("two"));
            assertThrows(FileAlreadyExistsException.class, () -> Files.move(one, two, StandardCopyOption.ATOMIC_MOVE));
            assertReplaces(directory);
        }
    }

    /** A file system without atomic moves. */
    private static final class NotAtomic implements RacingFileSystem.Race {
        private final List<List<CopyOption>> moves = new ArrayList<>();

        @Override
        public void beforeOpen(Path file) {}

        @Override
        public void beforeMove(Path source, Path target, CopyOption... options) throws IOException {
            moves.add(List.of(options));
            if (moves.get(moves.size() - 1).contains(StandardCopyOption.ATOMIC_MOVE)) {
                throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), "not atomic");
            }
        }
    }

    @Test
    void triesAnAtomicMoveFirst() throws Exception {
        NotAtomic race = new NotAtomic();
        assertReplaces(RacingFileSystem.of(folder, race));
        assertEquals(
                List.of(List.of(StandardCopyOption.ATOMIC_MOVE), List.of(StandardCopyOption.REPLACE_EXISTING)),
                race.moves);
    }

    @Test
    void failsIfTheSourceDoesNotExist() throws Exception {
        Path to = Files.writeString(folder.resolve("to"), "old");
        assertThrows(NoSuchFileException.class, () -> AtomicMove.replace(folder.resolve("missing"), to));
        assertEquals("old", Files.readString(to));
    }

    @Test
    void doesNotReplaceADirectoryThatIsNotEmpty() throws Exception {
        Path from = Files.writeString(folder.resolve("from"), "new");
        Path to = folder.resolve("to");
        Files.createDirectories(to.resolve("child"));
        assertThrows(IOException.class, () -> AtomicMove.replace(from, to));
        assertEquals("new", Files.readString(from));
        assertTrue(Files.exists(to.resolve("child")));
    }
}
