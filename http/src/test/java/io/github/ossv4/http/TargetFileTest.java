// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.testing.RacingFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is written under a name of its own, beside its place. */
class TargetFileTest {
    @TempDir
    private Path folder;

    /** Somebody who can write to the folder must not get to choose what file is written to. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotWriteThroughALinkOfAnAttacker(boolean replacing) throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Path place = folder.resolve("file");
        if (replacing) {
            Files.writeString(place, "old");
        }
        List<Path> created = new ArrayList<>();
        Path file = RacingFileSystem.of(place, opened -> created.add(Files.createSymbolicLink(opened, victim)));
        assertThrows(IOException.class, () -> TargetFile.create(file));
        assertEquals(1, created.size());
        assertEquals("untouched", Files.readString(victim));
    }

    @Test
    void replacesTheFileByTheWrittenOne() throws Exception {
        Path place = Files.writeString(folder.resolve("file"), "old");
        List<Path> opened = new ArrayList<>();
        TargetFile target = TargetFile.create(RacingFileSystem.of(place, opened::add));
        target.sinkAt(0).write(new Buffer().writeUtf8("new"), 3);
        assertEquals("old", Files.readString(place));
        target.move();
        assertEquals("new", Files.readString(place));
        assertEquals(1, opened.size());
        assertEquals(List.of("file"), List.of(folder.toFile().list()));
    }
}
