// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.CredentialsUnavailableException;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.BucketResponse;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The checks in their order. A check that needs a failed one is left out. Not thread-safe. */
final class Examination {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Printer printer;
    private boolean failed;

    Examination(Printer printer) {
        this.printer = printer;
    }

    /** Prints findings as they come. */
    interface Printer {
        void print(Finding finding) throws IOException;
    }

    boolean hasFailed() {
        return failed;
    }

    void run(ConnectionOptions options, String name, ProcessContext process, boolean write) throws IOException {
        CredentialsSource source = options.isAnonymous() ? null : options.credentials();
        BucketClient client;
        try {
            BucketClient.Builder builder = options.builder(name, process);
            client = ConnectionOptions.build(source == null ? builder : builder.credentials(source));
        } catch (UsageException | IllegalArgumentException e) {
            report(Finding.fail(
                    "endpoint", String.valueOf(e.getMessage()), "set the endpoint and the region of the bucket"));
            return;
        }
        try (BucketClient bucket = client) {
            report(FindingRules.endpoint(bucket.formUrl(), name, options.isCname(process)));
            if (network(bucket) && (source == null || credentials(source))) {
                access(bucket, source != null, write);
            }
        }
    }

    /** Reports a finding. Returns whether it is not a failure. */
    private boolean report(Finding finding) throws IOException {
        printer.print(finding);
        failed |= finding.isFailed();
        return !finding.isFailed();
    }

    private boolean network(BucketClient bucket) throws IOException {
        String url = bucket.formUrl();
        String host = URI.create(url).getHost();
        List<InetAddress> addresses;
        try {
            addresses = addresses(host);
            report(FindingRules.addresses(host, addresses));
        } catch (IOException e) {
            return report(FindingRules.unreachable(host, e));
        }
        OkHttpClient http = new OkHttpClient.Builder()
                .callTimeout(LIMIT)
                .followRedirects(false)
                .dns(name -> addresses)
                .build();
        Instant sent = Instant.now();
        try (Response response =
                http.newCall(new Request.Builder().url(url).head().build()).execute()) {
            Instant between = sent.plus(Duration.between(sent, Instant.now()).dividedBy(2));
            return connection(response, between);
        } catch (IOException e) {
            return report(FindingRules.unreachable(host, e));
        }
    }

    /** Returns loopback for names below localhost, as the client does. */
    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        return host.endsWith(".localhost")
                ? List.of(InetAddress.getLoopbackAddress())
                : List.of(InetAddress.getAllByName(host));
    }

    /** Any response is sufficient, even one that rejects the unsigned request. */
    private boolean connection(Response response, Instant between) throws IOException {
        if (response.header("x-oss-request-id") == null) {
            return report(Finding.fail(
                    "connection",
                    "the response, status " + response.code() + ", is not from OSS",
                    "check the endpoint; a proxy may have responded"));
        }
        report(Finding.ok(
                "connection",
                response.handshake() == null
                        ? "OSS responds over http"
                        : "OSS responds over "
                                + response.handshake().tlsVersion().javaName()));
        Date date = response.headers().getDate("Date");
        if (date == null) {
            return report(Finding.warn("clock", "the response has no Date", "check proxies"));
        }
        return report(FindingRules.clock(Duration.between(date.toInstant(), between)));
    }

    private boolean credentials(CredentialsSource source) throws IOException {
        try {
            Credentials credentials = source.get();
            String origin = source.origin();
            return report(Finding.ok(
                    "credentials",
                    "AccessKey ID " + credentials.accessKeyId()
                            + (credentials.securityToken() == null ? "" : " with a security token") + ", from "
                            + (origin == null ? "the profile of the CLI" : origin)));
        } catch (CredentialsUnavailableException e) {
            return report(Finding.fail(
                    "credentials",
                    String.valueOf(e.getMessage()),
                    "set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or --profile"));
        }
    }

    private void access(BucketClient bucket, boolean signed, boolean write) throws IOException {
        boolean accessible = check("access", "to list objects (oss:ListObjects)", () -> {
            bucket.listPage(ListOptions.builder().maxKeys(1).build());
            return Finding.ok("access", "the bucket exists and can be listed");
        });
        if (!accessible) {
            return;
        }
        check("objects", "to read objects (oss:GetObject)", () -> objects(bucket));
        if (signed) {
            check("region", "to read the region (oss:GetBucketLocation)", () -> region(bucket));
        }
        if (write) {
            check("write", "to put and delete objects (oss:PutObject, oss:DeleteObject)", () -> write(bucket));
        }
    }

    /** A check that sends requests to the bucket. */
    private interface Check {
        Finding run() throws IOException;
    }

    private boolean check(String name, String permission, Check check) throws IOException {
        Finding finding;
        try {
            finding = check.run();
        } catch (ServiceException e) {
            finding = FindingRules.refused(name, e, permission);
        } catch (IOException e) {
            finding = Finding.fail(name, String.valueOf(e.getMessage()), "check the network");
        }
        return report(finding);
    }

    /** Some endpoints refuse all requests for objects, whatever the permissions are. The key does not exist. */
    private static Finding objects(BucketClient bucket) throws IOException {
        try {
            bucket.head(newKey());
        } catch (ServiceException e) {
            if (e.status() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
        return Finding.ok("objects", "the endpoint serves objects");
    }

    private static String newKey() {
        return "ossv4-doctor-" + UUID.randomUUID();
    }

    private static Finding region(BucketClient bucket) throws IOException {
        String signed = bucket.presignGet("any", Duration.ofMinutes(1)).scope().region();
        try (BucketResponse response =
                bucket.call(BucketRequest.builder("GET").query("location").build())) {
            XmlElement location = XmlElement.parse(response.bytes());
            return location == null
                    ? Finding.warn("region", "the response is not the region of the bucket", "check proxies")
                    : FindingRules.region(location.text(), signed);
        }
    }

    private static Finding write(BucketClient bucket) throws IOException {
        String key = newKey();
        PutResult stored = bucket.put(key, "ossv4 doctor");
        bucket.delete(key);
        return Finding.ok(
                "write",
                "put and deleted " + key + (stored.crcChecked() ? ", its CRC64 is right" : ", its CRC64 is not known"));
    }
}
