// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.nio.file.Path;

/** An object that was saved to a file. Immutable. */
public final class SavedObject {
    private final Path file;
    private final ObjectMetadata metadata;
    private final boolean crcChecked;

    private SavedObject(Path file, ObjectMetadata metadata, boolean crcChecked) {
        this.file = file;
        this.metadata = metadata;
        this.crcChecked = crcChecked;
    }

    /**
     * Returns a saved object, also for a test of your code.
     *
     * @param crcChecked whether the CRC64 of the written bytes equals the one that OSS reported
     */
    public static SavedObject of(Path file, ObjectMetadata metadata, boolean crcChecked) {
        return new SavedObject(file, metadata, crcChecked);
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /** Returns the metadata of the object. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /**
     * Returns whether the CRC64 of the written bytes equals the one that OSS reported. False for a range, a processed
     * object, and an object without a CRC64; another CRC64 is a {@link ChecksumMismatchException}.
     */
    public boolean isCrcChecked() {
        return crcChecked;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "SavedObject{" + file + ", " + metadata + (crcChecked ? ", checked" : ", unchecked") + "}");
    }
}
