// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The AccessKey of the user, and the check of each request's AccessKey, time and signature. */
final class SimulatedAccess {
    static final String BUCKET = "examplebucket";
    static final String REGION = "cn-hangzhou";

    /** No message may contain it. */
    static final String SECRET = "TheSecretOfTheAccessKey";

    private static final Duration TOLERANCE = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private int rotations;
    private int secrets;

    /** Returns the AccessKey that is valid now. */
    Credentials credentials() {
        return Credentials.of("key-" + rotations, SECRET + rotations + "-" + secrets);
    }

    void rotate() {
        rotations++;
    }

    /** Replaces the secret, and keeps the id. */
    void rotateSecret() {
        secrets++;
    }

    /** Returns the time for which a request is signed. */
    static Instant signed(Request request) {
        return Instant.from(TIMESTAMP.parse(String.valueOf(request.header("x-oss-date"))));
    }

    static String key(Request request) {
        return String.join(
                "/", request.url().pathSegments().subList(1, request.url().pathSize()));
    }

    /** Returns the code with which OSS refuses a request; null if it does not. */
    @Nullable
    String refusal(Request request, Instant now) {
        String header = request.header("Authorization");
        if (header == null) {
            return "AccessDenied";
        }
        Authorization authorization = Authorization.parse(header);
        if (!authorization.accessKeyId().equals(credentials().accessKeyId())) {
            return "InvalidAccessKeyId";
        }
        if (Duration.between(signed(request), now).abs().compareTo(TOLERANCE) > 0) {
            return "RequestTimeTooSkewed";
        }
        return Signer.of(credentials(), REGION)
                        .expected(received(request), String.valueOf(request.header("x-oss-date")))
                        .matches(authorization.signature())
                ? null
                : "SignatureDoesNotMatch";
    }

    private static UnsignedRequest received(Request request) {
        String key = key(request);
        UnsignedRequest.Builder received =
                UnsignedRequest.builder(request.method(), BUCKET, key.isEmpty() ? null : key);
        for (String name : request.url().queryParameterNames()) {
            received.query(name, request.url().queryParameter(name));
        }
        request.headers().forEach(each -> received.header(each.getFirst(), each.getSecond()));
        return received.build();
    }
}
