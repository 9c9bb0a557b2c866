// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attributes of a file that show whether it has changed. Immutable. */
public final class FileState {
    private final UploadFile file;
    private final long size;
    private final FileTime lastModified;
    private final @Nullable Object fileKey;
    private final @Nullable Object statusChangeTime;

    /**
     * @param statusChangeTime the time at which the content or an attribute changed last, which programs cannot set;
     *     null if the file system has none
     */
    public FileState(UploadFile file, BasicFileAttributes attributes, @Nullable Object statusChangeTime) {
        this.file = file;
        this.size = attributes.size();
        this.lastModified = attributes.lastModifiedTime();
        this.fileKey = attributes.fileKey();
        this.statusChangeTime = statusChangeTime;
    }

    long size() {
        return size;
    }

    FileTime lastModified() {
        return lastModified;
    }

    /**
     * Checks that the file has not changed. If only its status has changed, as after chmod or a new hard link, the file
     * is read: it may have been written and its old time restored.
     *
     * @param crc64 the CRC64 of the bytes that were uploaded
     * @throws IOException if the file has changed
     */
    void checkUnchanged(long crc64) throws IOException {
        FileState now = file.state();
        if (now.size != size || !now.lastModified.equals(lastModified) || !Objects.equals(now.fileKey, fileKey)) {
            throw new IOException(file + " changed while it was uploaded: it had " + size + " bytes of " + lastModified
                    + " and has " + now.size + " of " + now.lastModified);
        }
        if (!Objects.equals(now.statusChangeTime, statusChangeTime) && FileChecksum.compute(file, 1) != crc64) {
            throw new IOException(file
                    + " changed while it was uploaded: its content differs, although its time is still "
                    + lastModified);
        }
    }
}
