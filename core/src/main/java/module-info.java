// SPDX-License-Identifier: Apache-2.0
/** The OSS protocol as values and pure functions: no I/O, no clock, no thread. */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.core {
    requires com.fasterxml.jackson.core;
    requires java.xml;
    requires static transitive org.jspecify;

    exports io.github.ossv4.callback;
    exports io.github.ossv4.checksum;
    exports io.github.ossv4.error;
    exports io.github.ossv4.form;
    exports io.github.ossv4.list;
    exports io.github.ossv4.multipart;
    exports io.github.ossv4.object;
    exports io.github.ossv4.sign;
    exports io.github.ossv4.text;
    exports io.github.ossv4.xml;
}
