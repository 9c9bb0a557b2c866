// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.nio.file.Path;

/** An object that was saved to a file. Immutable. */
public final class SavedObject {
    private final Path file;
    private final ObjectMetadata metadata;
    private final boolean crcChecked;

    SavedObject(Path file, ObjectMetadata metadata, boolean crcChecked) {
        this.file = file;
        this.metadata = metadata;
        this.crcChecked = crcChecked;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** What OSS tells of the object. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /**
     * Whether the CRC64 of the file is the one that OSS reported. False means that there was nothing to compare: a part
     * of an object, a processed one, or one that OSS holds no CRC64 of. A wrong one is a
     * {@link ChecksumMismatchException}.
     */
    public boolean crcChecked() {
        return crcChecked;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "SavedObject{" + file + ", " + metadata + (crcChecked ? ", checked" : ", unchecked") + "}");
    }
}
