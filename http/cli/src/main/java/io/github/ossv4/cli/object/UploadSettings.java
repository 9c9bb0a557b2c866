// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/** The options of an upload, which are the same for all its files but for checkpoint and progress. Thread-safe. */
final class UploadSettings {
    /** Files that are uploaded in parallel. */
    private static final int FILES = 4;

    private final Supplier<UploadOptions.Builder> options;
    private final long partSize;
    private final boolean limited;
    private final StateDirectory state;

    /** @param options returns a new builder each time, with the options that all files have */
    UploadSettings(Supplier<UploadOptions.Builder> options, long partSize, boolean limited, StateDirectory state) {
        this.options = options;
        this.partSize = partSize;
        this.limited = limited;
        this.state = state;
    }

    /**
     * Checks all options, before anything is sent.
     *
     * @throws IllegalArgumentException if OSS does not accept one of them
     */
    UploadSettings check() {
        Objects.requireNonNull(options.get().build());
        return this;
    }

    /** Returns how many files are sent in parallel. A limit of the rate is that of one file. */
    int files() {
        return limited ? 1 : FILES;
    }

    /** Returns the options of an upload without a checkpoint. */
    UploadOptions withoutCheckpoint() {
        return options.get().build();
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
