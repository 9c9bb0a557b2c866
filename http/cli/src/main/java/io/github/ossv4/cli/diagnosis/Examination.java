// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import io.github.ossv4.cli.bucket.ClockDifference;
import io.github.ossv4.cli.bucket.Connection;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.CredentialsUnavailableException;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.diagnosis.Finding.Status;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.BucketResponse;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The checks in their order. A check that needs a failed one is left out. Not thread-safe. */
final class Examination {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final ListOptions FIRST = ListOptions.builder().maxKeys(1).build();

    private final Printer printer;
    private boolean failed;

    Examination(Printer printer) {
        this.printer = printer;
    }

    /** Prints findings as they come. */
    interface Printer {
        void print(Finding finding) throws IOException;
    }

    /** Whether an object may be put and deleted. */
    enum Access {
        READ,
        READ_AND_WRITE
    }

    boolean hasFailed() {
        return failed;
    }

    void run(ConnectionOptions options, String name, ProcessContext process, Access access) throws IOException {
        options.defaultTimeout(LIMIT);
        BucketClient client;
        try {
            client = options.client(name, process);
        } catch (UsageException e) {
            report(Finding.fail("endpoint", String.valueOf(e.getMessage()), ""));
            return;
        }
        try (BucketClient bucket = client) {
            new Checks(bucket, Objects.requireNonNull(options.connection())).run(access);
        }
    }

    /** Reports a finding. Returns whether it is not a failure. */
    private boolean report(Finding finding) throws IOException {
        printer.print(finding);
        failed |= finding.isFailed();
        return !finding.isFailed();
    }

    /** A check that sends requests to the bucket. */
    private interface Check {
        Finding run() throws IOException;
    }

    /** The checks of a bucket, with the client that commands use: so their failures are the ones of commands. */
    private final class Checks {
        private final BucketClient bucket;
        private final Connection connection;

        Checks(BucketClient bucket, Connection connection) {
            this.bucket = bucket;
            this.connection = connection;
        }

        void run(Access access) throws IOException {
            report(Finding.ok("endpoint", bucket.formUrl()));
            String proxy = connection.proxyText();
            if (proxy == null) {
                reportAddresses();
            } else {
                report(Finding.ok("proxy", proxy));
            }
            CredentialsSource source = connection.credentials();
            if ((source == null || credentials(source)) && list()) {
                check(Status.WARN, "objects", "to read objects (oss:GetObject)", this::objects);
                if (!connection.isAnonymous()) {
                    check(Status.WARN, "region", "to read the region (oss:GetBucketLocation)", this::region);
                }
                if (access == Access.READ_AND_WRITE) {
                    // The user requested this check, so a missing permission is a failure.
                    String permission = "to put and delete objects (oss:PutObject, oss:DeleteObject)";
                    check(Status.FAIL, "write", permission, this::put);
                }
            }
        }

        /** A host that cannot be resolved is found by the first request. */
        private void reportAddresses() throws IOException {
            String host = URI.create(bucket.formUrl()).getHost();
            try {
                report(FindingRules.addresses(host, addresses(host)));
            } catch (UnknownHostException e) {
                // See above.
            }
        }

        private boolean credentials(CredentialsSource source) throws IOException {
            try {
                Credentials credentials = source.get();
                return report(Finding.ok(
                        "credentials",
                        "AccessKey ID " + credentials.accessKeyId()
                                + (credentials.securityToken() == null ? "" : " with a security token") + ", from "
                                + source.origin()));
            } catch (CredentialsUnavailableException e) {
                return report(FindingRules.failed("credentials", failure(e)));
            }
        }

        private Failure failure(IOException e) {
            return Failure.of(e, connection);
        }

        /** Sends the first request. Returns whether others can be sent. */
        private boolean list() throws IOException {
            try {
                bucket.listPage(FIRST);
                return responds(time()) && report(Finding.ok("access", "the bucket exists and can be listed"));
            } catch (ServiceException e) {
                if (e.code() == null && e.requestId() == null) {
                    return report(FindingRules.failed("connection", failure(e)));
                }
                return responds(e.serverTime()) && report(ofRefusedList(e));
            } catch (IOException e) {
                return report(FindingRules.failed("connection", failure(e)));
            }
        }

        /** Returns the time of OSS; null if its response has none. */
        private @Nullable Instant time() throws IOException {
            try (BucketResponse response = bucket.call(BucketRequest.builder("GET")
                    .query("list-type", "2")
                    .query("max-keys", "1")
                    .build())) {
                return parse(response.header("Date"));
            }
        }

        private boolean responds(@Nullable Instant time) throws IOException {
            report(FindingRules.connection(bucket.formUrl()));
            return report(
                    time == null
                            ? Finding.warn("clock", "the response has no Date", "check proxies")
                            : FindingRules.clock(ClockDifference.of(Instant.now(), time)));
        }

        /** Objects may be readable although the list is not. */
        private Finding ofRefusedList(ServiceException refused) throws IOException {
            Failure failure = failure(refused);
            return isDenied(failure, refused) && !(connection.isAnonymous() && isPrivate())
                    ? FindingRules.denied(Status.WARN, "access", failure, "to list objects (oss:ListObjects)")
                    : FindingRules.failed("access", failure);
        }

        private boolean isPrivate() throws IOException {
            try {
                objects();
                return false;
            } catch (ServiceException e) {
                return e.status() == HttpURLConnection.HTTP_FORBIDDEN;
            }
        }

        private void check(Status ifDenied, String name, String permission, Check check) throws IOException {
            try {
                report(check.run());
            } catch (ServiceException e) {
                Failure failure = failure(e);
                report(
                        isDenied(failure, e)
                                ? FindingRules.denied(ifDenied, name, failure, permission)
                                : FindingRules.failed(name, failure));
            } catch (IOException e) {
                report(FindingRules.failed(name, failure(e)));
            }
        }

        /** Returns whether the identity lacks a permission, and nothing else is wrong. */
        private boolean isDenied(Failure failure, ServiceException refused) {
            return KnownError.DENIED.has(refused.code()) && !failure.isOfAllRequests();
        }

        /** Some endpoints refuse all requests for objects, whatever the permissions are. The key does not exist. */
        private Finding objects() throws IOException {
            try {
                bucket.head(newKey());
            } catch (ServiceException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
            return Finding.ok("objects", "the endpoint serves objects");
        }

        /** Returns the region in the scope of a signature: id, day, region, product and a fixed end. */
        private static String regionOf(String presignedUrl) {
            String credential = HttpUrl.get(presignedUrl).queryParameter("x-oss-credential");
            String[] parts = String.valueOf(credential).split("/", -1);
            return parts[parts.length - 3];
        }

        private Finding region() throws IOException {
            String signed =
                    regionOf(bucket.presignGet("any", Duration.ofMinutes(1)).url());
            try (BucketResponse response =
                    bucket.call(BucketRequest.builder("GET").query("location").build())) {
                XmlElement location = XmlElement.parse(response.bytes());
                return location == null
                        ? Finding.warn("region", "the response is not the region of the bucket", "check proxies")
                        : FindingRules.region(location.text(), signed);
            }
        }

        private Finding put() throws IOException {
            String key = newKey();
            PutResult stored = bucket.put(key, "ossv4 doctor");
            bucket.delete(key);
            return Finding.ok(
                    "write",
                    "put and deleted " + key
                            + (stored.isCrcChecked() ? ", its CRC64 is right" : ", its CRC64 is not known"));
        }
    }

    /** Returns loopback for names below localhost, as the client does. */
    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        return host.endsWith(".localhost")
                ? List.of(InetAddress.getLoopbackAddress())
                : List.of(InetAddress.getAllByName(host));
    }

    private static @Nullable Instant parse(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String newKey() {
        return "ossv4-doctor-" + UUID.randomUUID();
    }
}
