// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A sync whose object has the name of a directory that cannot be read. */
class SyncObstacleTest extends EmulatorFixture {
    @Test
    void downloadsTheOthersIfADirectoryInTheWayCannotBeRead() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path directory = Files.createDirectories(memory.getPath("directory").toAbsolutePath());
            Path unreadable = Files.createDirectories(directory.resolve("a"));
            Files.writeString(unreadable.resolve("b"), "local");
            bucket.put("p/a", "object");
            bucket.put("p/c", "object");
            Path source = RacingFileSystem.of(directory, new RacingFileSystem.Race() {
                @Override
                public void beforeOpen(Path file) {}

                @Override
                public void beforeList(Path listed) throws IOException {
                    if (listed.equals(unreadable)) {
                        throw new AccessDeniedException(listed.toString());
                    }
                }
            });

            DirectoryResult result = Directories.of(bucket)
                    .syncToDirectory(
                            "p",
                            source,
                            DirectoryOptions.builder().deleteExtra(true).build());

            Set<String> failed = new TreeSet<>();
            result.failed().forEach(each -> failed.add(each.key()));
            assertEquals(Set.of("p/a"), failed);
            assertEquals("object", Files.readString(directory.resolve("c")));
            assertEquals("local", Files.readString(unreadable.resolve("b")));
        }
    }
}
