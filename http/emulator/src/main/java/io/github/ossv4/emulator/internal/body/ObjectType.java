// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

/** The type of an object, by the operation that created it. */
public enum ObjectType {
    NORMAL("Normal"),
    MULTIPART("Multipart"),
    APPENDABLE("Appendable"),
    SYMLINK("Symlink");

    private final String value;

    ObjectType(String value) {
        this.value = value;
    }

    /** Returns the value of {@code x-oss-object-type}. */
    public String value() {
        return value;
    }
}
