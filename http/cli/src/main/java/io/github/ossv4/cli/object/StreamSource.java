// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutResult;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** The upload of standard input, of any length. It cannot be resumed. */
record StreamSource(Console console, OssUrl url) {
    ExitCode printPlan() throws IOException {
        console.print(PlannedFile.transfer(Direction.UPLOAD, SmallInput.STANDARD_INPUT, url, -1));
        return ExitCode.SUCCESS;
    }

    ExitCode upload(BucketClient client, UploadSettings settings) throws IOException, InterruptedException {
        try {
            PutResult stored = Interruption.guard(
                    console,
                    "standard input cannot be read again, so the upload cannot be resumed",
                    () -> send(client, settings));
            console.print(StoredFile.of(SmallInput.STANDARD_INPUT, url, stored));
            return ExitCode.SUCCESS;
        } catch (CallbackFailedException e) {
            console.print(StoredFile.of(SmallInput.STANDARD_INPUT, url, e));
            throw e;
        }
    }

    private PutResult send(BucketClient client, UploadSettings settings) throws IOException {
        AtomicLong bytes = new AtomicLong();
        try (TransferBar bar = new TransferBar(console, "upload", -1)) {
            PutResult stored = client.upload(url.key(), console.input(), settings.ofStream(progress -> {
                bytes.set(progress.bytes());
                bar.update(progress.bytes(), -1, progress.bytesPerSecond());
            }));
            console.summary().addDone(1, bytes.get());
            return stored;
        }
    }
}
