// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The options of an upload, which are the same for all its files but for checkpoint and progress. Thread-safe.
 *
 * @param options returns a new builder each time, with the options that all files have
 * @param files the number of files that are sent in parallel
 * @param skipsSame whether files that equal their objects are skipped
 * @param headers what OSS receives when an upload in parts is initiated, as a text
 */
record UploadSettings(
        Supplier<UploadOptions.Builder> options,
        long partSize,
        int files,
        boolean skipsSame,
        StateDirectory state,
        String headers) {
    /**
     * Checks all options, before anything is sent.
     *
     * @throws IllegalArgumentException if OSS does not accept one of them
     */
    UploadSettings {
        options.get().build();
    }

    UploadOptions withoutCheckpoint() {
        return options.get().build();
    }

    /** Returns the options of a stream, which cannot be resumed. */
    UploadOptions ofStream(TransferListener progress) {
        return options.get().progress(progress).build();
    }

    /** Returns the options of a file. One that is sent in one request needs no checkpoint. */
    UploadOptions ofFile(BucketClient client, UploadItem item, TransferListener progress) {
        UploadOptions.Builder ofFile = options.get().progress(progress);
        if (item.size() > partSize) {
            ofFile.checkpoint(checkpoint(client, item.url(), item.file()));
        }
        return ofFile.build();
    }

    /** Returns whether the upload of a file can be resumed. */
    boolean hasCheckpoint(UploadItem item) {
        return item.size() > partSize && state.hasCheckpoint("upload", item.url(), item.file(), headers);
    }

    /** Returns a checkpoint. An unfinished upload with other headers is discarded: resuming it would keep these headers. */
    Path checkpoint(BucketClient client, OssUrl url, Path file) {
        Path checkpoint = state.checkpoint("upload", url, file, headers);
        try {
            for (Path other : state.others(checkpoint)) {
                client.discardUpload(other);
            }
        } catch (IOException e) {
            // Its parts and its checkpoint are left. The new upload does not need them.
        }
        return checkpoint;
    }
}
