// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.http.Advice;
import io.github.ossv4.http.ConnectionFailure;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import java.net.HttpURLConnection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failed request in words of the user's settings. Pure functions.
 *
 * @param message what failed
 * @param advice the setting to change, in half a sentence; may be empty
 */
record Diagnosis(Kind kind, String message, String advice) {
    /** Whether a response was received. */
    enum Kind {
        /** No response of OSS was received. */
        CONNECTION,
        /** OSS refused the request. */
        REFUSAL
    }

    /**
     * Returns the diagnosis of a failure; null if it is not about the settings of the client.
     *
     * @param used the settings of the client, or null if they are not known
     */
    static @Nullable Diagnosis of(Throwable failure, @Nullable Connection used) {
        if (failure instanceof ServiceException refused) {
            return ofRefusal(refused, used);
        }
        ConnectionFailure kind = ConnectionFailure.of(failure);
        String advice = kind == null ? null : advice(kind, used);
        return kind == null || advice == null
                ? null
                : new Diagnosis(Kind.CONNECTION, String.valueOf(failure.getMessage()), advice);
    }

    private static @Nullable String advice(ConnectionFailure kind, @Nullable Connection used) {
        Setting proxy = used == null ? null : used.proxy();
        String host = used == null ? "--endpoint" : used.hostText() + ",";
        return switch (kind) {
            case UNKNOWN_HOST -> check(used, "DNS");
            case NO_CONNECTION ->
                proxy == null
                        ? check(used, "the network")
                        : "check the proxy " + proxy + ", or list the host in NO_PROXY";
            case TIMEOUT -> "check the network and the proxy" + (proxy == null ? "" : " " + proxy) + internal(used);
            case CERTIFICATE_OF_OTHER_HOST ->
                check(used, "the bucket") + "; your own domain needs --cname and its own certificate";
            case CERTIFICATE_EXPIRED -> "check the clock of this machine; otherwise the server needs a new certificate";
            case CERTIFICATE_UNTRUSTED ->
                "if its authority is your own, set OSSV4_JAVA_OPTIONS=\"-Djavax.net.ssl.trustStore=FILE"
                        + " -Djavax.net.ssl.trustStorePassword=PASSWORD\"";
            case NO_TLS -> "check whether " + host + " must start with http://";
            case NO_RESPONSE, MALFORMED_RESPONSE ->
                used != null && used.isPlainHttp() ? "check whether " + host + " must start with https://" : null;
            case PROXY_LOGIN_REQUIRED -> proxy == null ? null : login(proxy);
            case PROXY_REFUSED -> proxy == null ? null : "check whether " + host + " is allowed by the proxy " + proxy;
        };
    }

    private static String login(Setting proxy) {
        return "set " + proxy.origin() + " to http://USER:PASSWORD@" + proxy.value();
    }

    private static @Nullable Diagnosis ofRefusal(ServiceException refused, @Nullable Connection used) {
        String description = refused.description();
        if (refused.code() == null) {
            return refused.requestId() == null
                    ? new Diagnosis(Kind.CONNECTION, description, ofForeigner(refused, used))
                    : null;
        }
        String advice = ofRefusal(known(refused), refused, used);
        return advice == null
                ? null
                : new Diagnosis(
                        Kind.REFUSAL,
                        description.endsWith(".") ? description.substring(0, description.length() - 1) : description,
                        advice);
    }

    /** Returns what is known of a refusal. */
    static @Nullable KnownError known(ServiceException refused) {
        return KnownError.of(refused.code(), refused.ec(), "", refused.details());
    }

    private static String ofForeigner(ServiceException refused, @Nullable Connection used) {
        if (used == null || used.proxy() == null) {
            return "the response is not from OSS: " + check(used, "the proxy");
        }
        return refused.status() == HttpURLConnection.HTTP_PROXY_AUTH
                ? "the proxy " + used.proxy() + ", requires a user and a password: " + login(used.proxy())
                : "the response is not from OSS: it is from the proxy " + used.proxy() + ", or from a server behind it";
    }

    private static @Nullable String ofRefusal(
            @Nullable KnownError known, ServiceException refused, @Nullable Connection used) {
        Advice advice = refused.advice();
        boolean denied = known == KnownError.DENIED || known == KnownError.NOT_OWNED;
        if (denied && used != null && used.isAnonymous()) {
            return "the request was not signed, and the bucket or the object is not public: leave out --anonymous";
        } else if (known == KnownError.NO_KEY) {
            return ofKey(refused, used);
        } else if (advice == null) {
            return known == KnownError.NO_BUCKET ? ofBucket(refused, used) : null;
        }
        Advice.Setting setting = advice.setting();
        return setting == null ? advice.cause() : ofSetting(setting, advice, known, refused, used);
    }

    private static String ofSetting(
            Advice.Setting setting,
            Advice advice,
            @Nullable KnownError known,
            ServiceException refused,
            @Nullable Connection used) {
        String cause = advice.cause();
        return switch (setting) {
            case ENDPOINT ->
                cause
                        + (known == KnownError.PUBLIC_ENDPOINT
                                ? "; set your domain with --endpoint and --cname"
                                : used == null ? "" : "; requests are sent to " + used.hostText());
            case ADDRESSING ->
                cause
                        + (known == KnownError.PATH_STYLE
                                ? ": leave out --path-style"
                                : ": if it is your own domain that is bound to this bucket, set --cname");
            case REGION ->
                cause + (used == null ? "" : "; requests are signed for " + used.regionText())
                        + ": set the region of the bucket";
            case PRESIGN_ENDPOINT -> cause;
            case BUCKET -> known == KnownError.NO_BUCKET ? ofBucket(refused, used) : cause;
            case ACCESS_KEY, SECURITY_TOKEN ->
                cause
                        + (known == KnownError.SIGNATURE
                                ? "; correct the secret, which is from "
                                : "; the credentials are from ")
                        + (used == null ? "the environment or a profile" : used.credentialsText());
            case CLOCK -> ofClock(advice, refused);
        };
    }

    private static String ofBucket(ServiceException refused, @Nullable Connection used) {
        String name = refused.details().get("BucketName");
        return KnownError.NO_BUCKET
                        .meaning()
                        .replace("the bucket", name == null ? "the bucket" : "the bucket " + PrintableText.escape(name))
                + (used != null && used.isAnonymous() ? "" : "; 'ossv4 ls' lists your buckets");
    }

    private static @Nullable String ofKey(ServiceException refused, @Nullable Connection used) {
        String key = refused.details().get("Key");
        return used == null || used.bucket() == null || key == null
                ? null
                : KnownError.NO_KEY.meaning().replace("the object", new OssUrl(used.bucket(), key).toString());
    }

    private static String ofClock(Advice advice, ServiceException refused) {
        Instant server = refused.serverTime();
        String here = advice.value();
        return server == null || here == null
                ? advice.cause()
                : ClockDifference.of(Instant.parse(here), server).text();
    }

    private static String check(@Nullable Connection used, String other) {
        return "check " + (used == null ? "--region, --endpoint" : used.hostText()) + ", and " + other;
    }

    private static String internal(@Nullable Connection used) {
        return used != null && used.endpoint().value().contains("-internal.")
                ? "; an internal endpoint is reachable within its region only"
                : "";
    }
}
