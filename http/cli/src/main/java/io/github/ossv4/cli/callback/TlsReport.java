// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.callback.ProbeTls.Sni;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The TLS connection of a probe.
 *
 * @param version such as {@code TLSv1.3}
 * @param distrust why this machine does not trust the certificate; null if it does
 * @param hostMatches whether the certificate is for the host of the URL
 */
record TlsReport(
        String version,
        Sni sni,
        X509Certificate certificate,
        @Nullable String distrust,
        boolean hostMatches) {
    /** Returns whether a client that checks certificates accepts this one. */
    boolean isValid() {
        return distrust == null && hostMatches;
    }

    String text() {
        return "TLS: " + version + ", the name of the server (SNI) was " + (sni == Sni.SENT ? "sent" : "not sent")
                + "\ncertificate: " + subject() + ", issued by " + issuer() + ", expires " + expires()
                + "\ncertificate is trusted: "
                + (distrust == null ? "yes" : "no: " + PrintableText.escape(distrust, 200))
                + "\ncertificate is for the host: " + (hostMatches ? "yes" : "no");
    }

    private String subject() {
        return PrintableText.escape(certificate.getSubjectX500Principal().getName());
    }

    private String issuer() {
        return PrintableText.escape(certificate.getIssuerX500Principal().getName());
    }

    private Instant expires() {
        return certificate.getNotAfter().toInstant();
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tls");
        json.writeStringField("version", version);
        json.writeBooleanField("sni", sni == Sni.SENT);
        json.writeStringField("subject", subject());
        json.writeStringField("issuer", issuer());
        json.writeStringField("expires", expires().toString());
        json.writeBooleanField("trusted", distrust == null);
        json.writeBooleanField("hostMatches", hostMatches);
        json.writeEndObject();
    }
}
