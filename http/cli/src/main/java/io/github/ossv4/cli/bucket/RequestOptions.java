// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.WholeNumber;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceClient;
import java.time.Duration;
import okio.Throttler;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options for the requests of a command: none if it only signs. Picocli requires the annotation for that. */
@Command
class RequestOptions {
    /** Sets the time limit of requests, unless an option sets it. */
    void defaultTimeout(Duration limit) {}

    boolean isAnonymous() {
        return false;
    }

    boolean limitsBandwidth() {
        return false;
    }

    /**
     * Applies the options to a client. With {@code --retries} or {@code --retry-for}, prints messages about outages.
     *
     * @param console null to print none
     */
    void applyTo(BucketClient.Builder client, @Nullable Console console) {}

    void applyTo(ServiceClient.Builder client) {}

    /** The options of a command that sends requests. */
    static class OfRequests extends RequestOptions {
        /** In an outage, each file may use all its retries. */
        private static final int RETRY_BUDGET = 1_000_000;

        @Option(names = "--anonymous", description = "Send unsigned requests, to a bucket with public access.")
        private boolean anonymous;

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                converter = DurationConverter.Timeout.class,
                description = "Limit for each request with its retries, such as 30s or 10m; default: none.")
        private @Nullable Duration timeout;

        @Option(
                names = "--retries",
                paramLabel = "N",
                converter = Retries.class,
                description = "Retries of each request after a failure of the network or the server; default: 3.")
        private @Nullable Integer retries;

        @Option(
                names = "--retry-for",
                paramLabel = "TIME",
                converter = DurationConverter.Patience.class,
                description = "Retry each request for this time, such as 10m, to survive an outage.")
        private @Nullable Duration retryFor;

        @Override
        final boolean isAnonymous() {
            return anonymous;
        }

        @Override
        final void defaultTimeout(Duration limit) {
            if (timeout == null) {
                timeout = limit;
            }
        }

        @Override
        void applyTo(BucketClient.Builder client, @Nullable Console console) {
            if (timeout != null) {
                client.callTimeout(timeout);
            }
            client.retryPolicy(retryPolicy());
            if (console != null && isPatient()) {
                client.listener(new OutageListener(console));
            }
        }

        @Override
        final void applyTo(ServiceClient.Builder client) {
            if (timeout != null) {
                client.callTimeout(timeout);
            }
            client.retryPolicy(retryPolicy());
        }

        private boolean isPatient() {
            return retries != null || retryFor != null;
        }

        private RetryPolicy retryPolicy() {
            if (!isPatient()) {
                return RetryPolicy.STANDARD;
            }
            RetryPolicy.Builder policy = RetryPolicy.builder().retryBudget(RETRY_BUDGET);
            if (retries != null) {
                policy.attempts(retries + 1);
            }
            return (retryFor == null ? policy : policy.retryFor(retryFor)).build();
        }
    }

    /** The options of a command that transfers files. */
    static final class OfTransfers extends OfRequests {
        /** The fewest bytes that are read or written at a time. */
        private static final long CHUNK = 8192;

        @Option(
                names = "--bandwidth",
                paramLabel = "SIZE",
                converter = Bandwidth.class,
                description = "Bytes per second of all uploads and downloads, such as 10m, at least 30k.")
        private @Nullable Long bandwidth;

        /** One for all clients of the command; null before the first. */
        private @Nullable Throttler throttler;

        @Override
        boolean limitsBandwidth() {
            return bandwidth != null;
        }

        @Override
        void applyTo(BucketClient.Builder client, @Nullable Console console) {
            super.applyTo(client, console);
            if (bandwidth != null) {
                if (throttler == null) {
                    throttler = new Throttler();
                    // A burst of at most a quarter of a second; the default is 256 KiB.
                    throttler.bytesPerSecond(bandwidth, CHUNK, Math.max(CHUNK, bandwidth / 4));
                }
                client.throttler(throttler);
            }
        }
    }

    /** The numbers of retries. */
    static final class Retries extends WholeNumber {
        Retries() {
            super(0, 99);
        }
    }

    /** The limits of the bandwidth. */
    static final class Bandwidth extends ByteSize.Converter {
        Bandwidth() {
            super(30 * 1024, Long.MAX_VALUE, "at least 30k bytes per second");
        }
    }
}
