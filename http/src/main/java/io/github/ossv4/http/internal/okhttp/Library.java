// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import org.jspecify.annotations.Nullable;

/** A library that must not be too old, with the oldest version that works and the artifacts to replace it by. */
enum Library {
    OKHTTP(
            "OkHttp",
            "ossv4-http",
            "4.12",
            "com.squareup.okhttp3:okhttp:5.5.1",
            "com.squareup.okhttp3:okhttp-jvm:5.5.1"),
    KOTLIN("kotlin-stdlib", "OkHttp", "1.3", "org.jetbrains.kotlin:kotlin-stdlib:2.1.21"),
    /** Kotlin 1.8 is the first with {@code kotlin.enums.EnumEntriesKt}. OkHttp 4.12 works with Kotlin 1.3. */
    KOTLIN_FOR_OKHTTP_5("kotlin-stdlib", "OkHttp 5", "1.8", "org.jetbrains.kotlin:kotlin-stdlib:2.1.21"),
    /** ossv4-http calls {@code BufferedSink.getBuffer}, which is new in 2.1. OkHttp 4.12 and 5.0 work with okio 2.8. */
    OKIO("okio", "ossv4-http", "2.1", "com.squareup.okio:okio:3.18.1", "com.squareup.okio:okio-jvm:3.18.1"),
    /** OkHttp 5.2 and later open connections by {@code Okio.socket}, which is new in 3.13. */
    OKIO_FOR_OKHTTP_5_2(
            "okio", "OkHttp 5.2", "3.13", "com.squareup.okio:okio:3.18.1", "com.squareup.okio:okio-jvm:3.18.1"),
    /** Version 2.10 is the first with {@code JsonFactory.builder}. */
    JACKSON_CORE("jackson-core", "ossv4-http", "2.10", "com.fasterxml.jackson.core:jackson-core:2.23.0");

    private final String title;
    private final String dependent;
    private final String minimum;

    /** The artifact whose version Gradle resolves. In Maven it replaces an older one with classes, and may be empty. */
    private final String artifact;

    /** The artifact with the classes. */
    private final String jvmArtifact;

    Library(String title, String dependent, String minimum, String artifact) {
        this(title, dependent, minimum, artifact, artifact);
    }

    Library(String title, String dependent, String minimum, String artifact, String jvmArtifact) {
        this.title = title;
        this.dependent = dependent;
        this.minimum = minimum;
        this.artifact = artifact;
        this.jvmArtifact = jvmArtifact;
    }

    Version minimum() {
        return Version.parse(minimum);
    }

    /**
     * Returns the problem with a version of this library and its remedy, in one sentence; null if the version is supported.
     *
     * @param found null if the library is missing
     */
    @Nullable
    String problem(@Nullable Version found) {
        if (found != null && found.isAtLeast(minimum())) {
            return null;
        }
        String rule = "; " + dependent + " needs " + minimum + " or later: ";
        String gradle = "in Gradle, add implementation(\"" + artifact + "\")";
        if (found == null) {
            return title + " is not on the class path" + rule + "in Maven, add " + jvmArtifact + "; " + gradle;
        }
        // Either artifact may be the old one.
        String artifacts = artifact.equals(jvmArtifact) ? artifact : artifact + " and " + jvmArtifact;
        return title + " " + found + " is on the class path" + rule + "in Maven, add " + artifacts
                + " to dependencyManagement, or change the version that your POM declares; " + gradle;
    }
}
