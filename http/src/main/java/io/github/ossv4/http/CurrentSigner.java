// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs with the credentials and the time of the moment. Thread-safe.
 *
 * <p>Where OSS refuses a request because of its time, the clock is corrected by the time of OSS, within the bounds of
 * {@link ClockCorrection}.
 */
final class CurrentSigner {
    private static final String SKEWED = "RequestTimeTooSkewed";

    /** OSS knows neither these credentials nor, any longer, their token. */
    private static final Set<String> EXPIRED =
            new HashSet<>(Arrays.asList("SecurityTokenExpired", "InvalidSecurityToken", "InvalidAccessKeyId"));

    /** OSS tolerates 15 minutes: clocks that differ by less than this do not explain a refusal. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final CredentialsSource credentials;
    private final String region;
    private final String product;
    private final Clock clock;
    private volatile ClockCorrection correction = ClockCorrection.NONE;
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

    Signed sign(UnsignedRequest request) throws IOException {
        SignerOf now = current();
        Duration offset = correction.ofRequests();
        Instant time = clock.instant();
        return new Signed(now.signer.sign(request, time.plus(offset)), now.credentials, time, offset);
    }

    /** Presigns from {@code instant} on, which is {@link #now}. */
    PresignedRequest presign(UnsignedRequest request, Instant instant, Duration validity) throws IOException {
        return current().signer.presign(request, instant, validity);
    }

    SignedForm sign(FormUpload form, Duration validity) throws IOException {
        return form.sign(current().signer, now(), validity);
    }

    /** The time to sign URLs and forms for. */
    Instant now() {
        return clock.instant().plus(correction.ofUrlsAndForms());
    }

    /**
     * Learns from a refusal what time it is, or that credentials have expired.
     *
     * @return whether the request would now be signed in another way, and is worth sending again at once
     */
    boolean learn(Signed refused, ServiceException refusal) {
        String code = refusal.code();
        if (SKEWED.equals(code)) {
            ClockCorrection learnt = correction(refusal);
            if (learnt == null) {
                return false;
            }
            correction = learnt;
            // A request may have waited in OkHttp's queue for so long that its time has passed.
            return learnt.ofRequests().minus(refused.clockOffset).abs().compareTo(TOLERANCE) > 0
                    || Duration.between(refused.time, clock.instant()).compareTo(TOLERANCE) > 0;
        }
        if (code != null && EXPIRED.contains(code)) {
            try {
                credentials.refused(refused.credentials);
                return !credentials().equals(refused.credentials);
            } catch (IOException | RuntimeException e) {
                // The refusal says more: there are no others.
                return false;
            }
        }
        return false;
    }

    private @Nullable ClockCorrection correction(ServiceException refusal) {
        Instant serverTime = serverTime(refusal);
        if (serverTime == null) {
            return null;
        }
        return refusal.isOverTls()
                ? ClockCorrection.overHttps(clock.instant(), serverTime)
                : ClockCorrection.overHttp(clock.instant(), serverTime);
    }

    /** From the error document; the header {@code Date} is one that proxies rewrite. */
    private static @Nullable Instant serverTime(ServiceException refusal) {
        String inDocument = refusal.serverTime();
        String inHeader = refusal.date();
        try {
            if (inDocument != null) {
                return Instant.parse(inDocument);
            }
            return inHeader == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(inHeader));
        } catch (DateTimeException e) {
            return null;
        }
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

    /** A signature, and what it was made with. */
    static final class Signed {
        final Signature signature;
        final Credentials credentials;
        final Instant time;
        final Duration clockOffset;

        /** @param time by the clock here */
        Signed(Signature signature, Credentials credentials, Instant time, Duration clockOffset) {
            this.signature = signature;
            this.credentials = credentials;
            this.time = time;
            this.clockOffset = clockOffset;
        }
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
