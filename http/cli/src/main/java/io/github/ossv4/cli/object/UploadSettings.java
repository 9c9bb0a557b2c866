// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The options of an upload, which are the same for all its files but for checkpoint and progress. Thread-safe. */
final class UploadSettings {
    private final Supplier<UploadOptions.Builder> options;
    private final UploadOptions withoutCheckpoint;
    private final long partSize;
    private final int files;
    private final boolean skipsSame;
    private final StateDirectory state;

    /**
     * Checks all options, before anything is sent.
     *
     * @param options returns a new builder each time, with the options that all files have
     * @param files that are sent in parallel
     * @throws IllegalArgumentException if OSS does not accept one of them
     */
    UploadSettings(
            Supplier<UploadOptions.Builder> options,
            long partSize,
            int files,
            boolean skipsSame,
            StateDirectory state) {
        this.options = options;
        this.withoutCheckpoint = options.get().build();
        this.partSize = partSize;
        this.files = files;
        this.skipsSame = skipsSame;
        this.state = state;
    }

    int files() {
        return files;
    }

    /** Returns whether files that equal their objects are skipped. */
    boolean skipsSame() {
        return skipsSame;
    }

    UploadOptions withoutCheckpoint() {
        return withoutCheckpoint;
    }

    /** Returns the options of a stream, which cannot be resumed. */
    UploadOptions ofStream(TransferListener progress) {
        return options.get().progress(progress).build();
    }

    /** Returns the options of a file. One that is sent in one request needs no checkpoint. */
    UploadOptions ofFile(UploadItem item, TransferListener progress) {
        UploadOptions.Builder ofFile = options.get().progress(progress);
        if (item.size() > partSize) {
            ofFile.checkpoint(checkpoint(item.url(), item.file()));
        }
        return ofFile.build();
    }

    Path checkpoint(OssUrl url, Path file) {
        return state.checkpoint("upload", url.bucket(), url.key(), file);
    }
}
