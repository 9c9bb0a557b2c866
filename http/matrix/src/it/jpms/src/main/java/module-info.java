// SPDX-License-Identifier: Apache-2.0
module com.example.app {
    requires io.github.ossv4.credentials;
    requires io.github.ossv4.directories;
    requires io.github.ossv4.emulator;
    requires jdk.httpserver;
}
