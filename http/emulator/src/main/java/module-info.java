// SPDX-License-Identifier: Apache-2.0
/** A server that behaves like OSS and listens on loopback. */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.emulator {
    requires com.fasterxml.jackson.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.github.ossv4.core;
    requires java.desktop;
    requires java.xml;
    requires jdk.httpserver;
    requires okhttp3;
    requires okio;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.github.ossv4.emulator;
    exports io.github.ossv4.emulator.junit;
}
