// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredVersionsTest {
    private static final String CURE =
            ": in Maven, add com.squareup.okhttp3:okhttp:5.5.1 and com.squareup.okhttp3:okhttp-jvm:5.5.1 to"
                    + " dependencyManagement; in Gradle, add implementation(\"com.squareup.okhttp3:okhttp:5.5.1\");"
                    + " OkHttp 5 needs Kotlin 1.9 or later";

    @ParameterizedTest
    @ValueSource(strings = {"4.12", "4.12.0", "4.100.1", "5.0.0-alpha.14", "5.5.1", "10.0"})
    void acceptsSupportedVersions(String version) {
        assertNull(RequiredVersions.problem(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.14.9", "4.11.0", "4.9.3", "2.7.5", "4", "unknown", ""})
    void rejectsOldVersions(String version) {
        assertEquals(
                "ossv4-http needs OkHttp 4.12 or later, found " + version + CURE, RequiredVersions.problem(version));
    }

    @Test
    void rejectsAMissingOkHttp() {
        assertEquals(
                "ossv4-http needs OkHttp 4.12 or later, found none, or one before 4.7" + CURE,
                RequiredVersions.problem(null));
    }

    @Test
    void recommendsTheVersionOfTheBuild() throws Exception {
        Matcher version = Pattern.compile("<okhttp.version>(.*)</").matcher(Files.readString(Path.of("../pom.xml")));
        assertTrue(version.find());
        assertTrue(CURE.contains("com.squareup.okhttp3:okhttp:" + version.group(1)), version.group(1));
    }
}
