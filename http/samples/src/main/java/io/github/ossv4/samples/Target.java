// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket and the credentials to use it.
 *
 * @param cname whether the endpoint is a domain of your own that is bound to the bucket
 * @param presignEndpoint the endpoint of URLs and forms for browsers; null for {@code endpoint}
 */
record Target(
        String endpoint,
        boolean cname,
        @Nullable String presignEndpoint,
        String bucket,
        String region,
        Credentials credentials) {
    static Target of(Emulator emulator) {
        return new Target(
                emulator.endpoint(),
                false,
                null,
                emulator.bucket(),
                emulator.region(),
                Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret()));
    }

    /** @throws IllegalStateException if a variable of the environment is missing */
    static Target of(Map<String, String> environment) {
        return new Target(
                required(environment, "OSS_ENDPOINT"),
                isCname(environment),
                environment.get("OSS_PRESIGN_ENDPOINT"),
                required(environment, "OSS_BUCKET"),
                required(environment, "OSS_REGION"),
                Credentials.of(
                        required(environment, "OSS_ACCESS_KEY_ID"),
                        required(environment, "OSS_ACCESS_KEY_SECRET"),
                        environment.get("OSS_SESSION_TOKEN")));
    }

    private static boolean isCname(Map<String, String> environment) {
        String value = environment.getOrDefault("OSS_CNAME", "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalStateException("OSS_CNAME must be true or false, was " + value);
        }
        return value.equals("true");
    }

    static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("OSS_ENDPOINT is set, but " + name + " is not");
        }
        return value;
    }

    BucketClient.Builder client() {
        BucketClient.Builder client =
                BucketClient.builder(endpoint, bucket).region(region).credentials(credentials);
        if (cname) {
            client.cname(true);
        }
        return presignEndpoint == null ? client : client.presignEndpoint(presignEndpoint);
    }
}
