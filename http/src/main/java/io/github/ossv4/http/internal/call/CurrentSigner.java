// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs with the current credentials and the current time. Thread-safe.
 *
 * <p>If OSS refuses a request because of its time, the clock is corrected by the time of OSS, within the limits of
 * {@link ClockCorrection}.
 */
public final class CurrentSigner {
    /** OSS does not accept these credentials, or no longer accepts their token. */
    private static final List<KnownError> EXPIRED =
            Arrays.asList(KnownError.TOKEN_EXPIRED, KnownError.TOKEN, KnownError.ACCESS_KEY);

    /** OSS accepts a difference of 15 minutes: a correction of less than this does not explain a refusal. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final CredentialsSource credentials;
    private final String region;
    private final String product;
    private final Clock clock;
    private volatile ClockCorrection correction = ClockCorrection.NONE;
    private volatile @Nullable SignerOf current;

    /** @throws IllegalArgumentException if region or product is not what {@link Signer#of} takes */
    public CurrentSigner(CredentialsSource credentials, String region, String product, Clock clock) {
        // Refuses a malformed region now, and not in the first request.
        Signer.of(Credentials.of("id", "secret"), region, product);
        this.credentials = credentials;
        this.region = region;
        this.product = product;
        this.clock = clock;
    }

    public Signed sign(UnsignedRequest request) throws IOException {
        SignerOf now = current();
        Duration offset = correction.ofRequests();
        Instant time = clock.instant();
        return new Signed(now.signer.sign(request, time.plus(offset)), now.credentials, region, time, offset);
    }

    /** Presigns from {@code instant} on, which is {@link #now}. */
    PresignedRequest presign(UnsignedRequest request, Instant instant, Duration validity) throws IOException {
        return current().signer.presign(request, instant, validity);
    }

    public SignedForm sign(FormUpload form, Duration validity) throws IOException {
        return form.sign(current().signer, now(), validity);
    }

    /** Returns the time for which URLs and forms are signed. */
    Instant now() {
        return clock.instant().plus(correction.ofUrlsAndForms());
    }

    /**
     * Corrects the clock, or discards the credentials, if a refusal requires it.
     *
     * @param overTls whether the refusal came over TLS, so that no proxy can have written it
     * @return whether the request would now be signed differently, so that an immediate retry may succeed
     */
    boolean learn(Signed refused, ServiceException refusal, boolean overTls) {
        String code = refusal.code();
        if (KnownError.SKEWED.has(code)) {
            ClockCorrection learnt = correction(refusal, overTls);
            if (learnt == null) {
                return false;
            }
            correction = learnt;
            // The request may have waited in OkHttp's queue until its time had expired, or the clock was set meanwhile.
            return learnt.ofRequests().minus(refused.clockOffset).abs().compareTo(TOLERANCE) > 0
                    || Duration.between(refused.time, clock.instant()).abs().compareTo(TOLERANCE) > 0;
        }
        if (EXPIRED.stream().anyMatch(error -> error.has(code))) {
            try {
                credentials.refused(refused.credentials);
                return !credentials().equals(refused.credentials);
            } catch (IOException | RuntimeException e) {
                // There are no other credentials: the refusal is the better exception.
                return false;
            }
        }
        return false;
    }

    private @Nullable ClockCorrection correction(ServiceException refusal, boolean overTls) {
        Instant serverTime = refusal.serverTime();
        if (serverTime == null) {
            return null;
        }
        return overTls
                ? ClockCorrection.overHttps(clock.instant(), serverTime)
                : ClockCorrection.overHttp(clock.instant(), serverTime);
    }

    /** Returns where the credentials are from, as a printable text; null if that is not known. */
    @Nullable
    String origin() {
        String origin = credentials.origin();
        return origin == null ? null : PrintableText.escape(origin);
    }

    private Credentials credentials() throws IOException {
        return Objects.requireNonNull(credentials.get(), "the credentials source returned null");
    }

    private SignerOf current() throws IOException {
        Credentials now = credentials();
        SignerOf known = current;
        if (known == null || !known.credentials.equals(now)) {
            known = new SignerOf(now, Signer.of(now, region, product));
            current = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return "region " + region + (product.equals("oss") ? "" : ", product " + product);
    }

    /** A signature, with the credentials and the time that it was made with. */
    public static final class Signed {
        public final Signature signature;
        final Credentials credentials;
        final String region;
        final Instant time;
        final Duration clockOffset;

        /** @param time by the local clock */
        Signed(Signature signature, Credentials credentials, String region, Instant time, Duration clockOffset) {
            this.signature = signature;
            this.credentials = credentials;
            this.region = region;
            this.time = time;
            this.clockOffset = clockOffset;
        }
    }

    /** A signer, which caches the signing key of the day, and the credentials that it signs with. */
    private static final class SignerOf {
        final Credentials credentials;
        final Signer signer;

        SignerOf(Credentials credentials, Signer signer) {
            this.credentials = credentials;
            this.signer = signer;
        }
    }
}
