// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import java.io.IOException;
import java.nio.file.Path;

/** The options of an upload, which is the same for all its files but for checkpoint and progress. Thread-safe. */
final class UploadSettings {
    /** Files that are uploaded in parallel. */
    private static final int FILES = 4;

    private final UploadOptions.Builder options;
    private final boolean limited;
    private final StateDirectory state;

    UploadSettings(UploadOptions.Builder options, boolean limited, StateDirectory state) {
        this.options = options;
        this.limited = limited;
        this.state = state;
    }

    /** Returns how many files are sent in parallel. A limit of the rate is that of one file. */
    int files() {
        return limited ? 1 : FILES;
    }

    /** Returns the options of an upload without a checkpoint. */
    synchronized UploadOptions withoutCheckpoint() {
        return options.build();
    }

    /** Returns the options of a stream, which cannot be resumed. */
    synchronized UploadOptions ofStream(TransferListener progress) {
        return options.progress(progress).build();
    }

    synchronized UploadOptions ofFile(UploadItem item, TransferListener progress) throws IOException {
        return options.checkpoint(checkpoint(item.url(), item.file()))
                .progress(progress)
                .build();
    }

    Path checkpoint(OssUrl url, Path file) throws IOException {
        return state.checkpoint("upload", url.bucket(), url.key(), file);
    }
}
