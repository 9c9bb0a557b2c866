// SPDX-License-Identifier: Apache-2.0
module com.example.app {
    requires io.github.ossv4.emulator;
    requires io.github.ossv4.http;
    requires jdk.httpserver;
}
