// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.UploadOptions;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each setting is copied, printed and compared. */
class DirectoryOptionsTest {
    /** Returns options in which each setting differs from its default. */
    private static DirectoryOptions all() {
        return DirectoryOptions.builder()
                .parallel(3)
                .filter(name -> false)
                .upload(UploadOptions.builder().parallel(5).build())
                .download(DownloadOptions.builder().parallel(6).build())
                .copy(CopyOptions.builder().replaceTags(true).build())
                .followLinks(true)
                .comparison(Comparison.SIZE)
                .dryRun(true)
                .stopAtFailure(true)
                .reportExtra(true)
                .deleteExtra(true)
                .allowEmptySource(true)
                .deletionLimit(DeletionLimit.percent(10))
                .progress(progress -> {})
                .outcomes(outcome -> {})
                .checkpoints((key, file) -> Path.of(key))
                .build();
    }

    @Test
    void keepsAllSettings() {
        DirectoryOptions options = all();
        DirectoryOptions again = options.newBuilder().build();
        assertEquals(options, again);
        assertEquals(options.hashCode(), again.hashCode());
        assertEquals(options.toString(), again.toString());
        Map<String, Object> defaults = DirectoryOptions.NONE.settings();
        options.settings().forEach((name, value) -> {
            assertNotEquals(defaults.get(name), value, name);
            assertTrue(options.toString().matches(".*[\\[ ]" + name + "[=,\\]].*"), () -> name + " in " + options);
        });
        assertEquals(
                Stream.of(DirectoryOptions.Builder.class.getDeclaredFields())
                        .filter(field -> !field.isSynthetic())
                        .map(Field::getName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(defaults.keySet()));
    }

    @Test
    void isEqualIfAllSettingsAre() {
        assertEquals(DirectoryOptions.NONE, DirectoryOptions.builder().build());
        assertEquals("DirectoryOptions[]", DirectoryOptions.NONE.toString());
        assertEquals(
                DirectoryOptions.builder().deletionLimit(DeletionLimit.files(3)).build(),
                DirectoryOptions.builder().deletionLimit(DeletionLimit.files(3)).build());
        assertNotEquals(
                DirectoryOptions.builder().deletionLimit(DeletionLimit.files(3)).build(),
                DirectoryOptions.builder()
                        .deletionLimit(DeletionLimit.percent(3))
                        .build());
        // Functions are compared by identity.
        assertNotEquals(
                DirectoryOptions.builder().filter(name -> true).build(),
                DirectoryOptions.builder().filter(name -> true).build());
    }
}
