// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.dependency;

import org.jspecify.annotations.Nullable;

/** A library with the minimum version that works, and the version that replaces an older one. */
enum Library {
    OKHTTP(
            "OkHttp",
            "ossv4-http",
            "4.12",
            "com.squareup.okhttp3:okhttp:5.5.1",
            "com.squareup.okhttp3:okhttp-jvm:5.5.1"),
    /** Kotlin 1.8 is the first with {@code kotlin.enums.EnumEntriesKt}. OkHttp 4.12 works with Kotlin 1.3. */
    KOTLIN_FOR_OKHTTP_5("kotlin-stdlib", "OkHttp 5", "1.8", "org.jetbrains.kotlin:kotlin-stdlib:2.1.21"),
    /** OkHttp 4.12 works with okio 2.8. ossv4-http itself calls {@code BufferedSink.getBuffer}, which is new in 2.0. */
    OKIO("okio", "ossv4-http", "2.0", "com.squareup.okio:okio:3.18.1", "com.squareup.okio:okio-jvm:3.18.1"),
    /** OkHttp 5.3 and later open connections by {@code Okio.socket}, which is new in 3.13. */
    OKIO_FOR_OKHTTP_5("okio", "OkHttp 5", "3.13", "com.squareup.okio:okio:3.18.1", "com.squareup.okio:okio-jvm:3.18.1"),
    /** Version 2.10 is the first with {@code JsonFactory.builder}. */
    JACKSON_CORE("jackson-core", "ossv4-http", "2.10", "com.fasterxml.jackson.core:jackson-core:2.23.0");

    private final String title;
    private final String dependent;
    private final String minimum;

    /** The artifact to add in Gradle. In Maven, the artifact to manage if an older version must be replaced. */
    private final String artifact;

    /** The artifact with the classes, to add in Maven if the library is missing. */
    private final String mavenArtifact;

    Library(String title, String dependent, String minimum, String artifact) {
        this(title, dependent, minimum, artifact, artifact);
    }

    Library(String title, String dependent, String minimum, String artifact, String mavenArtifact) {
        this.title = title;
        this.dependent = dependent;
        this.minimum = minimum;
        this.artifact = artifact;
        this.mavenArtifact = mavenArtifact;
    }

    Version minimum() {
        return Version.parse(minimum);
    }

    /**
     * Returns the problem with a version of this library and its remedy; null if the version is supported.
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
            return title + " is not on the class path" + rule + "in Maven, add " + mavenArtifact + "; " + gradle;
        }
        return title + " " + found + " is on the class path" + rule + "in Maven, add " + artifact
                + " to dependencyManagement; " + gradle;
    }
}
