// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.time.Duration;
import java.time.Instant;

/** Presigns one URL with ossv4-core. */
final class PresignByCore {
    private PresignByCore() {}

    public static void main(String[] arguments) {
        UnsignedRequest request = UnsignedRequest.builder("GET", "examplebucket", "photos/cat.jpg")
                .build();
        System.out.println(Signer.of(Credentials.of("id", "secret"), "cn-hangzhou")
                .presign(request, Instant.now(), Duration.ofMinutes(10))
                .url("https://examplebucket.oss-cn-hangzhou.aliyuncs.com"));
    }
}
