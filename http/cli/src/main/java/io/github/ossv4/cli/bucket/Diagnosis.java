// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.http.ConnectionFailure;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.EndpointAdvice;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.text.PrintableText;
import java.net.HttpURLConnection;
import java.time.DateTimeException;
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
                : new Diagnosis(Kind.CONNECTION, message(failure, text(kind, used)), advice);
    }

    /** Returns what replaces the message of a cause, which is %s. */
    private static String text(ConnectionFailure kind, @Nullable Connection used) {
        Setting proxy = used == null ? null : used.proxy();
        return switch (kind) {
            case UNKNOWN_HOST -> "cannot resolve %s";
            case NO_CONNECTION ->
                proxy == null ? "cannot connect to the server" : "cannot connect to the proxy " + proxy.value();
            case CERTIFICATE_OF_OTHER_HOST -> "the certificate of the server is for other names";
            case CERTIFICATE_EXPIRED -> "the certificate of the server has expired or is not valid yet";
            case CERTIFICATE_UNTRUSTED -> "this Java runtime does not trust the certificate of the server";
            case NO_RESPONSE -> "the server closed the connection without a response";
            case PROXY_LOGIN_REQUIRED -> "the proxy " + proxy + ", requires a user and a password";
            case TIMEOUT, NO_TLS, MALFORMED_RESPONSE, PROXY_REFUSED -> "%s";
        };
    }

    private static @Nullable String advice(ConnectionFailure kind, @Nullable Connection used) {
        Setting proxy = used == null ? null : used.proxy();
        String host = used == null ? "--endpoint" : used.hostText() + ",";
        return switch (kind) {
            case UNKNOWN_HOST -> check(used, "DNS");
            case NO_CONNECTION ->
                proxy == null
                        ? check(used, "the network")
                        : "check " + proxy.origin() + ", or list the host in NO_PROXY";
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

    /**
     * Returns the message of an exception, which names the operation, the host and the attempt before that of a cause.
     */
    private static String message(Throwable failure, String text) {
        String message = EndpointAdvice.without(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String ofCause = String.valueOf(cause.getMessage());
            int start = message.indexOf(": " + ofCause) + 2;
            if (start >= 2) {
                return message.substring(0, start)
                        + text.replace("%s", ofCause)
                        + message.substring(start + ofCause.length());
            }
        }
        return text.replace("%s", message);
    }

    private static String login(Setting proxy) {
        return "set " + proxy.origin() + " to http://USER:PASSWORD@" + proxy.value();
    }

    private static @Nullable Diagnosis ofRefusal(ServiceException refused, @Nullable Connection used) {
        String message = String.valueOf(refused.getMessage());
        if (refused.code() == null) {
            return refused.requestId() == null
                    ? new Diagnosis(Kind.CONNECTION, message, ofForeigner(refused, used))
                    : null;
        }
        KnownError known = known(refused);
        String advice = known == null ? null : ofError(known, refused, used);
        return advice == null || message.endsWith("; " + advice)
                ? null
                : new Diagnosis(
                        Kind.REFUSAL,
                        EndpointAdvice.without(
                                message.endsWith(".") ? message.substring(0, message.length() - 1) : message),
                        advice);
    }

    /** Returns what is known of a refusal. Its message is that of the client, which says more than that of OSS. */
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

    private static @Nullable String ofError(KnownError known, ServiceException refused, @Nullable Connection used) {
        return switch (known) {
            case OTHER_ENDPOINT -> used == null ? "" : "requests are sent to " + used.hostText();
            case WRONG_REGION ->
                (used == null ? "" : "requests are signed for " + used.regionText() + ": ")
                        + "set the region of the bucket";
            case SIGNATURE ->
                refused.isOfWrongSecret() ? "correct the secret, which is from " + credentials(used) : null;
            case ACCESS_KEY, TOKEN, TOKEN_EXPIRED, TOKEN_NEEDED ->
                known.meaning() + "; the credentials are from " + credentials(used);
            case NO_BUCKET -> ofBucket(refused, used);
            case NO_KEY -> ofKey(refused, used);
            case SKEWED -> ofClock(refused);
            case DENIED, NOT_OWNED ->
                used != null && used.isAnonymous()
                        ? "the request was not signed, and the bucket or the object is not public: leave out --anonymous"
                        : null;
            default -> null;
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

    private static String ofClock(ServiceException refused) {
        Instant server = refused.serverTime();
        try {
            Instant client = Instant.parse(refused.details().getOrDefault("RequestTime", ""));
            return ClockDifference.of(client, server == null ? client : server).text();
        } catch (DateTimeException e) {
            return KnownError.SKEWED.meaning();
        }
    }

    private static String credentials(@Nullable Connection used) {
        return used == null ? "the environment or a profile" : used.credentialsText();
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
