// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.testing.RacingFileSystem;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacing a checkpoint file. */
class CheckpointFileTest {
    @TempDir
    private Path folder;

    private static byte[] content(int number) {
        byte[] bytes = new byte[64 * 1024];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    @Test
    void replacesTheFileAtomically() throws Exception {
        replaceWhileItIsRead(200);
    }

    @Test
    @Tag("full")
    void replacesTheFileAtomicallyThousandsOfTimes() throws Exception {
        replaceWhileItIsRead(3_000);
    }

    /** Reads like a process that finds the file while another one writes it, or after that one was killed. */
    private void replaceWhileItIsRead(int writes) throws Exception {
        CheckpointFile file = new CheckpointFile(folder.resolve("checkpoint"));
        file.write(content(0));
        AtomicBoolean written = new AtomicBoolean();
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> {
            int reads = 0;
            try {
                do {
                    byte[] bytes = file.read();
                    assertNotNull(bytes);
                    assertArrayEquals(content(bytes[bytes.length - 1]), bytes);
                    reads++;
                } while (!written.get());
            } catch (IOException e) {
                throw new AssertionError("after " + reads + " reads", e);
            }
            return reads;
        });
        try {
            for (int i = 1; i <= writes && !reading.isDone(); i++) {
                file.write(content(i));
            }
        } finally {
            written.set(true);
        }
        reading.get(1, TimeUnit.MINUTES);
        assertArrayEquals(new String[] {"checkpoint"}, folder.toFile().list());
    }

    @Test
    void leavesNoTemporaryFileIfADirectoryIsInItsPlace() throws Exception {
        Path place = folder.resolve("checkpoint");
        Files.createDirectories(place.resolve("full"));
        CheckpointFile file = new CheckpointFile(place);
        assertThrows(IOException.class, () -> file.write(content(1)));
        assertThrows(IOException.class, file::read);
        assertEquals(1, folder.toFile().list().length);
    }

    @Test
    void replacesWhatAKilledProcessLeft() throws Exception {
        Path place = folder.resolve("checkpoint");
        CheckpointFile file = new CheckpointFile(place);
        file.write(content(1));
        CheckpointFile killed = new CheckpointFile(RacingFileSystem.of(place, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public void beforeMove(Path source, Path target, CopyOption... options) {
                throw new AssertionError("killed");
            }
        }));
        for (int kill = 0; kill < 3; kill++) {
            assertThrows(AssertionError.class, () -> killed.write(content(2)));
        }
        assertArrayEquals(content(1), file.read());
        assertEquals(2, folder.toFile().list().length, "the checkpoint and one temporary file");
        file.write(content(3));
        assertArrayEquals(content(3), file.read());
        assertArrayEquals(new String[] {"checkpoint"}, folder.toFile().list());
        assertThrows(AssertionError.class, () -> killed.write(content(4)));
        file.delete();
        assertArrayEquals(new String[0], folder.toFile().list());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotWriteThroughALinkWithTheTemporaryName(boolean symbolic) throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Path temporary = folder.resolve("checkpoint.ossv4-part");
        if (symbolic) {
            Files.createSymbolicLink(temporary, victim);
        } else {
            Files.createLink(temporary, victim);
        }
        CheckpointFile file = new CheckpointFile(folder.resolve("checkpoint"));
        file.write(content(1));
        assertEquals("untouched", Files.readString(victim));
        assertArrayEquals(content(1), file.read());
        assertFalse(Files.exists(temporary, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void createsTheFileForItsOwner() throws Exception {
        Path place = folder.resolve("checkpoint");
        new CheckpointFile(place).write(content(1));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place)));
    }

    @Test
    void writesToAFileSystemWithoutPermissions() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            CheckpointFile file = new CheckpointFile(memory.getPath("C:\\work\\checkpoint"));
            file.write(content(1));
            assertArrayEquals(content(1), file.read());
        }
    }

    @Test
    void doesNotFollowALink() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Path place = Files.createSymbolicLink(folder.resolve("checkpoint"), victim);
        CheckpointFile file = new CheckpointFile(place);
        IOException e = assertThrows(IOException.class, file::read);
        assertEquals("cannot read the checkpoint " + place + ": it is not a regular file", e.getMessage());
        file.write(content(1));
        assertEquals("untouched", Files.readString(victim));
        assertArrayEquals(content(1), file.read());
    }
}
