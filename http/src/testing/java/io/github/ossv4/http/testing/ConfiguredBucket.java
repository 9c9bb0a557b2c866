// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.ServiceClient;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bucket that the environment names in {@code OSSV4_CONFORMANCE_BUCKET}, or else that of a new emulator. It then
 * also needs {@code OSS_ENDPOINT}, {@code OSS_REGION}, {@code OSS_ACCESS_KEY_ID} and {@code OSS_ACCESS_KEY_SECRET};
 * {@code OSS_SESSION_TOKEN} and {@code OSS_CNAME=true} are optional. All keys are below a random prefix.
 */
public final class ConfiguredBucket implements AutoCloseable {
    private final @Nullable Emulator emulator;
    private final String endpoint;
    private final String bucket;
    private final String region;
    private final Credentials credentials;
    private final boolean cname;

    /** The names that a report must not contain. */
    private final List<String> names;

    private final String prefix =
            "every-call-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "/";

    private ConfiguredBucket(Map<String, String> environment) {
        this.emulator = null;
        this.endpoint = variable(environment, "OSS_ENDPOINT");
        this.bucket = variable(environment, "OSSV4_CONFORMANCE_BUCKET");
        this.region = variable(environment, "OSS_REGION");
        this.credentials = Credentials.of(
                variable(environment, "OSS_ACCESS_KEY_ID"),
                variable(environment, "OSS_ACCESS_KEY_SECRET"),
                environment.get("OSS_SESSION_TOKEN"));
        this.cname = "true".equals(environment.get("OSS_CNAME"));
        String host = endpoint.replaceFirst("^https?://", "").replaceFirst("[:/].*", "");
        this.names = Stream.of(
                        host,
                        environment.get("OSS_ACCESS_KEY_ID"),
                        environment.get("OSS_ACCESS_KEY_SECRET"),
                        environment.get("OSS_SESSION_TOKEN"))
                .filter(value -> value != null && !value.isEmpty())
                .toList();
    }

    private ConfiguredBucket(Emulator emulator) {
        this.emulator = emulator;
        this.endpoint = emulator.endpoint();
        this.bucket = emulator.bucket();
        this.region = emulator.region();
        this.credentials = Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret());
        this.cname = false;
        this.names = List.of(endpoint, emulator.accessKeyId(), emulator.accessKeySecret());
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the environment must set " + name);
        }
        return value;
    }

    public static ConfiguredBucket of(Map<String, String> environment) throws IOException {
        return environment.containsKey("OSSV4_CONFORMANCE_BUCKET")
                ? new ConfiguredBucket(environment)
                : new ConfiguredBucket(Emulator.start());
    }

    public BucketClient.Builder client() {
        BucketClient.Builder client =
                BucketClient.builder(endpoint, bucket).region(region).credentials(credentials);
        return client.cname(cname);
    }

    /** Returns a client of the service, which has no custom domain. */
    public ServiceClient.Builder service() {
        return ServiceClient.builder(cname ? "https://oss-" + region + ".aliyuncs.com" : endpoint)
                .region(region)
                .credentials(credentials);
    }

    public String bucket() {
        return bucket;
    }

    /** Returns the prefix of the keys of this run. */
    public String prefix() {
        return prefix;
    }

    /** Returns what was tested, without names. */
    public String description() {
        return (emulator == null ? "OSS, " + region : "The emulator") + (cname ? ", at a custom domain" : "") + ".";
    }

    /** Removes the names and secrets of the bucket from a text, and makes it one line. */
    public String redact(String text) {
        String redacted = text.replaceAll("\\?\\S*x-oss-\\S*", "?…")
                .replace(bucket, "…")
                .replace(prefix, "…")
                .replaceAll("\\s+", " ")
                .replace("|", "/");
        for (String name : names) {
            redacted = redacted.replace(name, "…");
        }
        return redacted;
    }

    /** Deletes the objects and uploads of this run. */
    public void clear(BucketClient client) throws IOException {
        client.deleteAll(client.list(prefix).stream().map(ListedObject::key).toList());
        for (ListedUpload upload : client.listMultipartUploads(
                        ListOptions.builder().prefix(prefix).build())
                .stream().toList()) {
            client.multipartUpload(upload.key(), upload.uploadId()).abort();
        }
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.close();
        }
    }
}
