// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Prints a message when an outage begins and when it ends, not for each of the requests that are retried meanwhile.
 * Thread-safe.
 */
final class OutageListener implements CallListener {
    /** One or two failures are no outage: a server may have closed an idle connection, or one during a transfer. */
    private static final int FAILURES = 3;

    private static final int SERVER_ERROR = 500;

    private final Console console;

    /** The first failure; 0 if there is no outage. */
    private long startNanos;

    OutageListener(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void retry(CallAttempt attempt, IOException reason, Duration delay) {
        if (startNanos == 0 && attempt.number() >= FAILURES) {
            startNanos = System.nanoTime();
            print("waiting for the end of an outage: " + PrintableText.escape(String.valueOf(reason.getMessage())));
        }
    }

    @Override
    public synchronized void responded(CallAttempt attempt, int status, @Nullable String requestId) {
        if (startNanos != 0 && status < SERVER_ERROR) {
            long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
            startNanos = 0;
            print("the outage has ended after " + seconds + " s");
        }
    }

    private void print(String text) {
        try {
            console.info(text);
        } catch (IOException e) {
            // The next result reports that standard output cannot be written.
        }
    }
}
