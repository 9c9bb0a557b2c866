// SPDX-License-Identifier: Apache-2.0
/** Receives callbacks of OSS in a servlet container, in Spring Boot, or in the JDK's HTTP server. */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.servlet {
    requires transitive io.github.ossv4.core;
    requires transitive io.github.ossv4.http;
    // Not transitive: otherwise javac needs all three to compile any module that requires this one.
    requires static jakarta.annotation;
    requires static jakarta.servlet;
    requires static jdk.httpserver;
    requires static transitive org.jspecify;

    exports io.github.ossv4.servlet;
}
