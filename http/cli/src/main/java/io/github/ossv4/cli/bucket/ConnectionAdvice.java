// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Advice about requests without a response. Pure functions. */
final class ConnectionAdvice {
    private static final String DOCTOR = "; try 'ossv4 doctor'";

    private ConnectionAdvice() {}

    /** Returns the message of a failure with advice in place of the words of the JDK; null if it is not about a connection. */
    static @Nullable String of(Throwable failure) {
        // The client rethrows a cause as its own type, with a longer message.
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String advice = ofCause(cause);
            if (advice != null) {
                return replaced(String.valueOf(failure.getMessage()), cause.getMessage(), advice) + DOCTOR;
            }
        }
        String advice = ofCause(failure);
        return advice == null ? null : advice + DOCTOR;
    }

    private static @Nullable String ofCause(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return "cannot resolve " + message.replaceFirst(":.*", "") + ": check --region, --endpoint and DNS";
        }
        if (cause instanceof ConnectException) {
            return message.replaceFirst("^Failed to connect to /?", "cannot connect to ")
                    + ": check --endpoint, the network and the proxy";
        }
        if (cause instanceof SocketTimeoutException) {
            return message + ": check the network and the proxy";
        }
        if (cause instanceof SSLHandshakeException && isUntrusted(cause)) {
            return "this Java runtime does not trust the certificate of the server: if its authority is your own, set"
                    + " OSSV4_JAVA_OPTIONS=\"-Djavax.net.ssl.trustStore=FILE -Djavax.net.ssl.trustStorePassword=PASSWORD\"";
        }
        // The JDK has no other sign of a server that responds without TLS.
        return cause instanceof SSLException && message.startsWith("Unsupported or unrecognized SSL message")
                ? "the server does not use TLS at this port: check whether --endpoint must start with http://"
                : null;
    }

    private static boolean isUntrusted(Throwable handshake) {
        for (Throwable cause = handshake.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return false;
            }
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** Messages start with the operation, the host and the attempt, and then repeat that of the cause. */
    private static String replaced(String message, @Nullable String ofCause, String advice) {
        String repeated = ": " + ofCause;
        int start = message.indexOf(repeated);
        return start < 0
                ? advice
                : message.substring(0, start) + ": " + advice + message.substring(start + repeated.length());
    }
}
