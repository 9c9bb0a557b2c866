// SPDX-License-Identifier: Apache-2.0
/**
 * A server that behaves like OSS and listens on loopback. Start with {@link
 * io.github.ossv4.emulator.junit.EmulatorExtension} in JUnit tests, and with {@link io.github.ossv4.emulator.Emulator}
 * elsewhere. The first page of the Javadoc, overview.html in src/main/javadoc, lists the tasks: the descriptor is
 * compiled apart from the classes, so Javadoc does not read it.
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.emulator {
    requires java.desktop;
    requires java.logging;
    requires java.management;
    requires java.xml;
    requires jdk.httpserver;
    requires jdk.unsupported;
    requires static jdk.jfr;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports io.github.ossv4.emulator;
    exports io.github.ossv4.emulator.junit;
}
