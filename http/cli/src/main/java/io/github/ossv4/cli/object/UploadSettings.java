// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The options of an upload, which are the same for all its files but for checkpoint and progress. Thread-safe.
 *
 * @param options returns a new builder each time, with the options that all files have
 * @param headers what OSS receives when an upload in parts is initiated, as a text
 */
record UploadSettings(Supplier<UploadOptions.Builder> options, long partSize, StateDirectory state, String headers) {
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
    UploadOptions ofFile(Item item, TransferListener progress) {
        UploadOptions.Builder ofFile = options.get().progress(progress);
        if (item.size() > partSize) {
            ofFile.checkpoint(checkpoint(item.url(), requireNonNull(item.file())));
        }
        return ofFile.build();
    }

    /** Returns whether the upload of a file can be resumed. */
    boolean hasCheckpoint(Item item) {
        return item.size() > partSize
                && state.hasCheckpoint("upload", item.url(), requireNonNull(item.file()), headers);
    }

    /** Returns the path of a checkpoint, which is the same for the same transfer with the same headers. */
    Path checkpoint(OssUrl url, Path file) {
        return state.checkpoint("upload", url, file, headers);
    }

    /**
     * Discards unfinished uploads of a stored file with other headers: to resume one would overwrite the object with
     * them. If this fails, prints a message: the parts are left.
     */
    void discardOthers(Console console, BucketClient client, OssUrl url, Path file) throws IOException {
        try {
            for (Path other : state.others(checkpoint(url, file))) {
                client.discardUpload(other);
            }
        } catch (IOException e) {
            console.message("parts of an earlier upload of " + PrintableText.escape(file.toString())
                    + " with other headers are left: " + PrintableText.escape(String.valueOf(e.getMessage())));
        }
    }

    /** Returns a consumer that discards unfinished uploads of the files of a directory, after they are stored. */
    Consumer<FileOutcome> discardingOthers(Console console, BucketClient client, OssUrl folder) {
        return outcome -> {
            Path file = outcome.file();
            if (outcome.stored() != null && file != null && file.toFile().length() > partSize) {
                try {
                    discardOthers(console, client, folder.withKey(outcome.key()), file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
