// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Our signer. Reuses one {@link Signer}, as {@code BucketClient} does for each snapshot of the credentials. */
final class Ossv4 implements Competitor {
    private final Signer signer;

    Ossv4(String accessKeyId, String accessKeySecret, String region) {
        this.signer = Signer.of(Credentials.of(accessKeyId, accessKeySecret), region);
    }

    @Override
    public Map<String, String> sign(SampleRequest request, Clock clock) {
        return signature(request, clock).headers();
    }

    @Override
    public String presign(SampleRequest request, Duration validity, Clock clock) {
        return presigned(request, validity, clock).query();
    }

    /** Returns the signature of a form's policy in lower-case hex. */
    String signPolicy(String policyBase64, Clock clock) {
        return signer.signPolicy(policyBase64, clock.instant());
    }

    Signature signature(SampleRequest request, Clock clock) {
        return signer.sign(unsigned(request), clock.instant());
    }

    PresignedRequest presigned(SampleRequest request, Duration validity, Clock clock) {
        return signer.presign(unsigned(request), clock.instant(), validity);
    }

    private static UnsignedRequest unsigned(SampleRequest request) {
        UnsignedRequest.Builder builder = UnsignedRequest.builder(request.method(), request.bucket(), request.key());
        request.headers().forEach(builder::header);
        return builder.build();
    }
}
