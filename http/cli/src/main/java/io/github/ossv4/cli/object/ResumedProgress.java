// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.TransferProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The progress of a download in a bar, after a message if parts were received before. Thread-safe. */
final class ResumedProgress implements TransferListener {
    private final Console console;
    private final TransferBar bar;
    private final AtomicBoolean isBegun = new AtomicBoolean();

    ResumedProgress(Console console, TransferBar bar) {
        this.console = console;
        this.bar = bar;
    }

    /** The first progress of a resumed download is reported before a part is requested. */
    @Override
    public void progress(TransferProgress progress) {
        bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond());
        if (!isBegun.getAndSet(true) && progress.parts() > 0 && progress.totalParts() > 1) {
            try {
                console.info("resumed: " + progress.parts() + " of " + progress.totalParts() + " parts were there");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
