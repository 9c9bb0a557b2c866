// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredVersionsTest {
    private static final String OKHTTP_CURE = " is on the class path; ossv4-http needs 4.12 or later: in Maven, add"
            + " com.squareup.okhttp3:okhttp:5.5.1 and com.squareup.okhttp3:okhttp-jvm:5.5.1 to dependencyManagement,"
            + " or change the version that your POM declares; in Gradle, add implementation(\"com.squareup.okhttp3:okhttp:5.5.1\")";

    @ParameterizedTest
    @CsvSource({
        "5.5.1, 3.18.1, 2.1.21, 2.23.0",
        "5.5.1, 3.13, 1.8.0, 2.10.5",
        "5.0.0-alpha.14, 3.13.0, 1.8.0, 2.10.0",
        "4.12.0, 2.8.0, 1.3.72, 2.10.0",
        "6.0.0, 4.0, 3.0.0-Beta1, 2.101"
    })
    void acceptsSupportedVersions(String okHttp, String okio, String kotlin, String jacksonCore) {
        assertNull(problem(okHttp, okio, kotlin, jacksonCore));
    }

    @ParameterizedTest
    @CsvSource({"3.14.9", "4.11.0", "4.9.3", "2.7.5", "unknown"})
    void rejectsOldOkHttpAndReadsNothingElse(String okHttp) {
        Supplier<Version> unread = () -> {
            throw new AssertionError("must not be read");
        };
        assertEquals(
                "OkHttp " + okHttp + OKHTTP_CURE,
                RequiredVersions.problem(Version.parse(okHttp), unread, unread, unread));
    }

    @Test
    void rejectsOldKotlinWithOkHttp5Only() {
        assertEquals(
                "kotlin-stdlib 1.6.21 is on the class path; OkHttp 5 needs 1.8 or later: in Maven, add"
                        + " org.jetbrains.kotlin:kotlin-stdlib:2.1.21 to dependencyManagement,"
                        + " or change the version that your POM declares; in Gradle, add implementation(\"org.jetbrains.kotlin:kotlin-stdlib:2.1.21\")",
                problem("5.5.1", "3.18.1", "1.6.21", "2.23.0"));
        assertNull(problem("4.12.0", "3.18.1", "1.6.21", "2.23.0"));
    }

    @Test
    void rejectsOldOkio() {
        assertEquals(
                "okio 3.9.0 is on the class path; OkHttp 5.2 needs 3.13 or later: in Maven, add"
                        + " com.squareup.okio:okio:3.18.1 and com.squareup.okio:okio-jvm:3.18.1 to dependencyManagement,"
                        + " or change the version that your POM declares; in Gradle, add implementation(\"com.squareup.okio:okio:3.18.1\")",
                problem("5.5.1", "3.9.0", "2.1.21", "2.23.0"));
        assertNull(problem("5.0.0", "3.9.0", "2.1.21", "2.23.0"));
        assertEquals(
                "okio 1.17.2 is on the class path; ossv4-http needs 2.1 or later: in Maven, add"
                        + " com.squareup.okio:okio:3.18.1 and com.squareup.okio:okio-jvm:3.18.1 to dependencyManagement,"
                        + " or change the version that your POM declares; in Gradle, add implementation(\"com.squareup.okio:okio:3.18.1\")",
                problem("4.12.0", "1.17.2", "2.1.21", "2.23.0"));
        assertNull(problem("4.12.0", "2.1.0", "2.1.21", "2.23.0"));
    }

    @Test
    void rejectsOldJacksonCore() {
        assertEquals(
                "jackson-core 2.9.10 is on the class path; ossv4-http needs 2.10 or later: in Maven, add"
                        + " com.fasterxml.jackson.core:jackson-core:2.23.0 to dependencyManagement,"
                        + " or change the version that your POM declares; in Gradle, add implementation(\"com.fasterxml.jackson.core:jackson-core:2.23.0\")",
                problem("5.5.1", "3.18.1", "2.1.21", "2.9.10"));
    }

    @Test
    void namesTheArtifactWithTheClassesIfALibraryIsMissing() {
        assertEquals(
                "OkHttp is not on the class path; ossv4-http needs 4.12 or later:"
                        + " in Maven, add com.squareup.okhttp3:okhttp-jvm:5.5.1;"
                        + " in Gradle, add implementation(\"com.squareup.okhttp3:okhttp:5.5.1\")",
                problem(null, "3.18.1", "2.1.21", "2.23.0"));
        assertEquals(
                "kotlin-stdlib is not on the class path; OkHttp needs 1.3 or later:"
                        + " in Maven, add org.jetbrains.kotlin:kotlin-stdlib:2.1.21;"
                        + " in Gradle, add implementation(\"org.jetbrains.kotlin:kotlin-stdlib:2.1.21\")",
                problem("4.12.0", "3.18.1", null, "2.23.0"));
        assertEquals(
                "okio is not on the class path; OkHttp 5.2 needs 3.13 or later:"
                        + " in Maven, add com.squareup.okio:okio-jvm:3.18.1;"
                        + " in Gradle, add implementation(\"com.squareup.okio:okio:3.18.1\")",
                problem("5.5.1", null, "2.1.21", "2.23.0"));
    }

    @Test
    void recommendsTheVersionsOfTheBuild() throws Exception {
        String pom = Files.readString(Path.of("../pom.xml"));
        assertCure(
                "com.squareup.okhttp3:okhttp:" + property(pom, "okhttp.version"), problem("3.14.9", "3", "2", "2.23"));
        assertCure(
                "com.fasterxml.jackson.core:jackson-core:" + property(pom, "jackson.version"),
                problem("4.12", "2.8", "2", "2.9"));
    }

    private static void assertCure(String artifact, String problem) {
        assertTrue(problem.contains(" " + artifact + " "), problem);
    }

    private static String property(String pom, String name) {
        Matcher value = Pattern.compile("<" + Pattern.quote(name) + ">(.*)</").matcher(pom);
        assertTrue(value.find(), name);
        return value.group(1);
    }

    private static String problem(String okHttp, String okio, String kotlin, String jacksonCore) {
        return RequiredVersions.problem(
                version(okHttp), () -> version(okio), () -> version(kotlin), () -> version(jacksonCore));
    }

    private static Version version(String text) {
        return text == null ? null : Version.parse(text);
    }
}
