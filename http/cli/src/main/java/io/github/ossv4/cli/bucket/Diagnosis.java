// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.error.EndpointRefusal;
import io.github.ossv4.explain.ErrorExplanation;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.text.PrintableText;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A failed request in words of the user's settings. Pure functions.
 *
 * @param message what failed
 * @param advice the setting to change, in half a sentence; may be empty
 */
record Diagnosis(Kind kind, String message, String advice) {
    /** The detailed error code of a region that is not that of the bucket. */
    static final String WRONG_REGION_EC = "0002-00000226";

    private static final Pattern ADDRESS = Pattern.compile("Failed to connect to ([^/]*)/(.*)");

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
        // The client rethrows a cause as its own type, with a longer message.
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            Diagnosis diagnosis = ofCause(cause, used);
            if (diagnosis != null) {
                String message = replaced(String.valueOf(failure.getMessage()), cause.getMessage(), diagnosis.message);
                return new Diagnosis(Kind.CONNECTION, message, diagnosis.advice);
            }
        }
        return ofCause(failure, used);
    }

    private static Diagnosis connection(String message, String advice) {
        return new Diagnosis(Kind.CONNECTION, message, advice);
    }

    private static @Nullable Diagnosis ofCause(Throwable cause, @Nullable Connection used) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return connection("cannot resolve " + message.replaceFirst(":.*", ""), check(used, "DNS"));
        }
        if (cause instanceof ConnectException) {
            return used != null && used.proxy() != null
                    ? connection(
                            "cannot connect to the proxy " + used.proxy().value(),
                            "check " + used.proxy().origin() + ", or list the host in NO_PROXY")
                    : connection(connectFailure(message), check(used, "the network"));
        }
        if (cause instanceof SocketTimeoutException) {
            return connection(message, "check the network and " + proxy(used) + internal(used));
        }
        if (cause instanceof SSLException tls) {
            return ofTls(tls, used);
        }
        return ofResponse(cause, message, used);
    }

    /** Returns the diagnosis of a response that is not one of OSS; OkHttp has no types for them. */
    private static @Nullable Diagnosis ofResponse(Throwable cause, String message, @Nullable Connection used) {
        if (used != null && used.isPlainHttp()) {
            if (message.startsWith("unexpected end of stream") && cause.getCause() instanceof EOFException) {
                return connection(
                        "the server closed the connection without a response",
                        "check whether " + used.hostText() + ", must start with https://");
            }
            if (cause instanceof ProtocolException && message.startsWith("Unexpected status line")) {
                return connection(
                        "the response is not HTTP", "check whether " + used.hostText() + ", must start with https://");
            }
        }
        if (used != null && used.proxy() != null) {
            if (message.equals("Failed to authenticate with proxy")) {
                return connection(
                        "the proxy " + used.proxy() + ", requires a user and a password", login(used.proxy()));
            }
            if (message.startsWith("Unexpected response code for CONNECT")) {
                return connection(
                        "the proxy " + used.proxy() + ", refused the connection (status"
                                + message.substring(message.lastIndexOf(' ')) + ")",
                        "check whether it allows " + used.hostText());
            }
        }
        return null;
    }

    private static String login(Setting proxy) {
        return "set " + proxy.origin() + " to http://USER:PASSWORD@" + proxy.value();
    }

    private static @Nullable Diagnosis ofTls(SSLException failure, @Nullable Connection used) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return connection(
                    "the certificate of the server is for other names",
                    check(used, "the bucket") + "; your own domain needs --cname and its own certificate");
        }
        // The JDK has no other sign of a server that responds without TLS.
        if (String.valueOf(failure.getMessage()).startsWith("Unsupported or unrecognized SSL message")) {
            return connection(
                    "the server does not use TLS at this port",
                    "check whether " + (used == null ? "--endpoint" : used.hostText() + ",")
                            + " must start with http://");
        }
        if (!(failure instanceof SSLHandshakeException)) {
            return null;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return connection(
                        "the certificate of the server has expired or is not valid yet",
                        "check the clock of this machine; otherwise the server needs a new certificate");
            }
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertificateException) {
                return connection(
                        "this Java runtime does not trust the certificate of the server",
                        "if its authority is your own, set OSSV4_JAVA_OPTIONS=\"-Djavax.net.ssl.trustStore=FILE"
                                + " -Djavax.net.ssl.trustStorePassword=PASSWORD\"");
            }
        }
        return null;
    }

    private static @Nullable Diagnosis ofRefusal(ServiceException refused, @Nullable Connection used) {
        String code = refused.code();
        String advice;
        if (code == null) {
            if (refused.requestId() != null) {
                return null;
            }
            return new Diagnosis(Kind.CONNECTION, String.valueOf(refused.getMessage()), ofForeigner(refused, used));
        }
        if (EndpointRefusal.of(code, "", refused.details().get("Endpoint")) == EndpointRefusal.REGION) {
            advice = used == null ? "" : "requests are sent to " + used.hostText();
        } else if (WRONG_REGION_EC.equals(refused.ec())) {
            advice = used == null
                    ? "set the region of the bucket"
                    : "requests are signed for " + used.regionText() + ": set the region of the bucket";
        } else {
            advice = ofCode(refused, code, used);
        }
        String message = String.valueOf(refused.getMessage());
        return advice == null
                ? null
                : new Diagnosis(
                        Kind.REFUSAL,
                        message.endsWith(".") ? message.substring(0, message.length() - 1) : message,
                        advice);
    }

    private static String ofForeigner(ServiceException refused, @Nullable Connection used) {
        if (used == null || used.proxy() == null) {
            return "the response is not from OSS: " + check(used, "the proxy");
        }
        return refused.status() == HttpURLConnection.HTTP_PROXY_AUTH
                ? "the proxy " + used.proxy() + ", requires a user and a password: " + login(used.proxy())
                : "the response is not from OSS: it is from the proxy " + used.proxy() + ", or from a server behind it";
    }

    private static @Nullable String ofCode(ServiceException refused, String code, @Nullable Connection used) {
        return switch (code) {
            case "SignatureDoesNotMatch" ->
                refused.isOfWrongSecret() ? "correct the secret, which is from " + credentials(used) : null;
            case "InvalidAccessKeyId", "InvalidSecurityToken", "SecurityTokenExpired" ->
                meaning(code) + "; the credentials are from " + credentials(used);
            case "NoSuchBucket" -> ofBucket(refused, used);
            case "NoSuchKey" -> ofKey(refused, used);
            case "RequestTimeTooSkewed" -> ofClock(refused);
            case "AccessDenied" ->
                used != null && used.isAnonymous()
                        ? "the request was not signed, and the bucket or the object is not public: leave out --anonymous"
                        : null;
            default -> null;
        };
    }

    private static String ofBucket(ServiceException refused, @Nullable Connection used) {
        String name = refused.details().get("BucketName");
        return meaning("NoSuchBucket")
                        .replace("the bucket", name == null ? "the bucket" : "the bucket " + PrintableText.escape(name))
                + (used != null && used.isAnonymous() ? "" : "; 'ossv4 ls' lists your buckets");
    }

    private static @Nullable String ofKey(ServiceException refused, @Nullable Connection used) {
        String key = refused.details().get("Key");
        return used == null || used.bucket() == null || key == null
                ? null
                : meaning("NoSuchKey").replace("the object", new OssUrl(used.bucket(), key).toString());
    }

    private static String meaning(String code) {
        return String.valueOf(ErrorExplanation.meaning(code, null, ""));
    }

    private static String ofClock(ServiceException refused) {
        Instant server = refused.serverTime();
        try {
            Instant client = Instant.parse(refused.details().getOrDefault("RequestTime", ""));
            return ClockDifference.of(client, server == null ? client : server).text();
        } catch (DateTimeException e) {
            return meaning("RequestTimeTooSkewed");
        }
    }

    private static String credentials(@Nullable Connection used) {
        return used == null ? "the environment or a profile" : used.credentialsText();
    }

    private static String check(@Nullable Connection used, String other) {
        return "check " + (used == null ? "--region, --endpoint" : used.hostText()) + ", and " + other;
    }

    private static String proxy(@Nullable Connection used) {
        return used == null || used.proxy() == null ? "the proxy" : "the proxy " + used.proxy();
    }

    private static String internal(@Nullable Connection used) {
        return used != null && used.endpoint().value().contains("-internal.")
                ? "; an internal endpoint is reachable within its region only"
                : "";
    }

    /** The JDK and OkHttp write an address as {@code host/address:port}, or {@code /address:port} without a name. */
    private static String connectFailure(String message) {
        Matcher address = ADDRESS.matcher(message);
        if (!address.matches()) {
            return message;
        }
        String name = address.group(1);
        String numbers = address.group(2);
        return "cannot connect to "
                + (name.isEmpty() || numbers.startsWith(name + ":") ? numbers : name + " at " + numbers);
    }

    /** Messages start with the operation, the host and the attempt, and then repeat that of the cause. */
    private static String replaced(String message, @Nullable String ofCause, String diagnosis) {
        String repeated = ": " + ofCause;
        int start = message.indexOf(repeated);
        return start < 0
                ? diagnosis
                : message.substring(0, start) + ": " + diagnosis + message.substring(start + repeated.length());
    }
}
