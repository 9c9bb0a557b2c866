// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs with the credentials and the time of the moment. Thread-safe. */
final class CurrentSigner {
    private final CredentialsSource credentials;
    private final String region;
    private final String product;
    private final Clock clock;
    private volatile @Nullable SignerOf current;

    /** @throws IllegalArgumentException if region or product is not what {@link Signer#of} takes */
    CurrentSigner(CredentialsSource credentials, String region, String product, Clock clock) {
        // So that a bad region is refused here and not by the first request.
        Signer.of(Credentials.of("id", "secret"), region, product);
        this.credentials = credentials;
        this.region = region;
        this.product = product;
        this.clock = clock;
    }

    Signature sign(UnsignedRequest request) throws IOException {
        return signer().sign(request, clock.instant());
    }

    /** Presigned from {@code instant} on, which is {@link #now}. */
    PresignedRequest presign(UnsignedRequest request, Instant instant, Duration validity) throws IOException {
        return signer().presign(request, instant, validity);
    }

    Instant now() {
        return clock.instant();
    }

    private Signer signer() throws IOException {
        Credentials now = Objects.requireNonNull(credentials.get(), "the credentials source returned null");
        SignerOf known = current;
        if (known == null || !known.credentials.equals(now)) {
            known = new SignerOf(now, Signer.of(now, region, product));
            current = known;
        }
        return known.signer;
    }

    @Override
    public String toString() {
        return "region " + region + (product.equals("oss") ? "" : ", product " + product);
    }

    /** A signer, which holds the day's signing key, and the snapshot of the credentials that it signs for. */
    private static final class SignerOf {
        final Credentials credentials;
        final Signer signer;

        SignerOf(Credentials credentials, Signer signer) {
            this.credentials = credentials;
            this.signer = signer;
        }
    }
}
