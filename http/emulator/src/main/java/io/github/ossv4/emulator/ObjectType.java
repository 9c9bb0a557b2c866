// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** How an object came to be. */
enum ObjectType {
    NORMAL("Normal"),
    MULTIPART("Multipart"),
    APPENDABLE("Appendable");

    private final String value;

    ObjectType(String value) {
        this.value = value;
    }

    /** What {@code x-oss-object-type} says. */
    String value() {
        return value;
    }
}
