// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.credentials.CloudCredentials;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bucket and a prefix or key, as the driver sends them to its tasks. It has no credentials: each machine obtains its
 * own, from its environment, its files or its RAM role.
 */
public record OssLocation(String endpoint, String region, String bucket, String path) implements Serializable {
    private static final Pattern LOCATION = Pattern.compile("oss://(?<bucket>[^/]+)/(?<path>.*)", Pattern.DOTALL);
    private static final Logger LOGGER = LoggerFactory.getLogger(OssLocation.class);
    private static final Map<OssLocation, BucketClient> CLIENTS = new ConcurrentHashMap<>();

    /**
     * Parses a location.
     *
     * @param uri {@code oss://bucket/path}
     * @param environment has the endpoint in {@code OSS_ENDPOINT} and its region in {@code OSS_REGION}
     * @throws IllegalArgumentException if the URI is not of that form, or a variable is missing
     */
    public static OssLocation parse(String uri, Map<String, String> environment) {
        Matcher location = LOCATION.matcher(uri);
        if (!location.matches()) {
            throw new IllegalArgumentException("a location must be oss://BUCKET/PATH, was " + uri);
        }
        return new OssLocation(
                required("OSS_ENDPOINT", environment),
                required("OSS_REGION", environment),
                location.group("bucket"),
                location.group("path"));
    }

    private static String required(String variable, Map<String, String> environment) {
        String value = environment.get(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the environment variable " + variable + " must be set");
        }
        return value;
    }

    /**
     * Returns this location as a prefix.
     *
     * @throws IllegalArgumentException if it is a key: a prefix is empty or ends with a slash
     */
    public OssLocation prefix() {
        if (!path.isEmpty() && !path.endsWith("/")) {
            throw new IllegalArgumentException("a prefix must end with a slash, was oss://" + bucket + "/" + path);
        }
        return this;
    }

    /**
     * Returns this location as a key.
     *
     * @throws IllegalArgumentException if it is a prefix: a key is not empty and does not end with a slash
     */
    public OssLocation key() {
        if (path.isEmpty() || path.endsWith("/")) {
            throw new IllegalArgumentException("a key must not end with a slash, was oss://" + bucket + "/" + path);
        }
        return this;
    }

    /** Returns another path in the same bucket. */
    public OssLocation at(String path) {
        return new OssLocation(endpoint, region, bucket, path);
    }

    /** Throws if the bucket cannot be read with the credentials of this machine, before tasks start. */
    public void check() throws IOException {
        // With the default retries, a wrong endpoint fails soon.
        try (BucketClient client = builder().build()) {
            client.listPage(ListOptions.builder().prefix(path).maxKeys(1).build());
        } catch (IOException e) {
            throw new IOException("oss://" + bucket + "/" + path + " at " + endpoint + ": " + e.getMessage(), e);
        }
    }

    /** Returns the metadata of an object; null if it does not exist. */
    public @Nullable ObjectMetadata find(String key) throws IOException {
        try {
            return client().head(key);
        } catch (ServiceException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Returns the client of this JVM for the bucket. All tasks of an executor share its connections, its clock, which
     * it corrects, and its retry budget. It lives as long as the JVM.
     */
    public BucketClient client() {
        return CLIENTS.computeIfAbsent(at(""), OssLocation::connect);
    }

    private BucketClient connect() {
        // An outage of OSS, or its limit of requests, must not use up the attempts of tasks.
        return builder()
                .retryPolicy(
                        RetryPolicy.builder().retryFor(Duration.ofMinutes(10)).build())
                .build();
    }

    private BucketClient.Builder builder() {
        return BucketClient.builder(endpoint, bucket)
                .region(region)
                .credentials(CloudCredentials.defaultChain())
                .listener(new CallListener() {
                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        LOGGER.warn("{} is retried after {} ms: {}", attempt, delay.toMillis(), reason.toString());
                    }
                });
    }
}
